"""What people say about a place besides its name, in the languages of the catalogs: never shown, only understood.

The catalogs have one word for each kind of place, and people have many. Names are mostly English, and people translate
what in them is no name: the street, the square, the pond. Words are written as people write them; the index makes them
comparable. A new language is a line in each entry.
"""

from collections.abc import Mapping

from cities.place import PlaceKind

LITTLE_WORDS = """
    the of at in on near by to and is are it i am we my from for with they there here this that was were be next
    our he she
    ice saw see seen now lots many several some men people someone person man woman agent agents officer officers
    van vans
    suv suvs car cars truck trucks vehicle vehicles unmarked vest vests mask masks masked uniform uniforms
    stopping stopped
    arresting arrested taking took taken outside front behind beside across opposite please help right left side
    just
    about minute minutes hour hours ago two three five six today yesterday morning tonight federal la los
    de el las del en una un uno por cerca al que con y lado le les du des au aux une pres dans da do das dos na no
    nas nos
    em um uma esta estan hay vi vimos veo ahi aqui ahora junto frente afuera detras muchos muchas varios varias
    unos unas
    agentes oficiales migra camioneta camionetas carro carros gente hombres personas hace minutos hora horas
    parando
    deteniendo llevando mi su tres cuatro cinco hoy ayer federales chalecos
    nan lan ak pou yon bo sou yo gen a mwen we anpil ajan machin kote devan deye kounye koule ki ap kanpe moun twa
    kat senk
    minit pase gade jodi
    ta tao estao tem aqui agora muitos carro perto atras fora com vejo estou uns umas parando todo mundo pessoas
    minutos
    quatro tres homens hoje
    e sta es ten li ku di pa ajenti ajentis karu karus dianti tras txeu odja n gosi pesoas tres kuatu
    o tai gan dang co toi thay nhieu xe phia truoc sau ben canh nguoi nhan di tru khoang ba bon phut
    ils sont il voiture voitures beaucoup devant derriere maintenant vu sous ici j ai quatre trois cinq deux
    hommes
    personnes arretent minutes quartier
    ee ka oo waxay waxaan joogaan waxaa jira jooga arkay ah agteeda agagaarka hadda badan baabuur baabuurta askar
    saraakiil
    wakiillo saddex afar shan dad laba
    в во у на с к и по возле около рядом они там здесь сейчас есть много агенты агентов агента машины машина машин
    видел
    видела люди людей я вижу две два три четыре пять стоят для
    في من على عند قرب هم هناك هنا الان امام خلف بجانب سياره سيارات سيارتين عملاء وكلاء رايت كثير ثلاثه اربعه خمسه
    رجال
    اشخاص يوجد هذا
    在 的 有 有人 附近 旁边 门口 前面 后面 对面 里面 看到 看见 我 他们 现在 很多 那里 这里 辆车 个 三 四 五 两
"""
"""Words that say nothing about where: articles, and what people tell of what they saw."""

NOTHING = """
    immigration, immigration police, immigration agents, inmigración, policía de inmigración, policía migratoria,
    agentes de inmigración, imigrasyon, lapolis imigrasyon, ajan imigrasyon, imigração, polícia de imigração,
    移民局, 移民局的人, 移民警察, 移民官, cảnh sát di trú, imigrasãu, pulísia di imigrasãu,
    police de l'immigration, l'immigration, الهجرة, شرطة الهجرة, иммиграция, иммиграционная полиция,
    миграционная полиция, socdaalka, booliska socdaalka, saraakiisha socdaalka
"""
"""What names who came, and no place, though a part of it may: no police station is meant. A comma between two."""

NEAR_WORDS = """
    near by beside behind across opposite
    cerca junto detras frente
    pre bo
    perto atras frente
    gan canh
    pertu tras
    pres
    agagaarka ag
    возле около рядом напротив
    قرب بجانب امام خلف
"""
"""Words after which people tell what is next to the place."""

CALLED: Mapping[PlaceKind, str] = {
    PlaceKind.LIBRARY: """library, branch library, public library, biblioteca pública, biblio, bibliyotèk piblik,
        图书馆, 公共图书馆, 图书分馆, 分馆, thu vien cong cong, biblioteka públiku, bibliothèque municipale,
        médiathèque, مكتبة, библиотека, библиотеке, библиотеки, maktabadda, maktabada, maktabad guud, laybreeri""",
    PlaceKind.SCHOOL: """school, k-8, k-12, k-8 school, high school, middle school, elementary school, elementary,
        primary school, academy, escuela primaria, escuela secundaria, escuela superior, colegio, primaria, secundaria,
        preparatoria, liceo, academia, lekòl primè, lekòl segondè, lise, kolèj, akademi, escola primária,
        escola secundária, escolinha, colégio, 小学, 中学, 高中, 初中, 学院, 幼儿园, trường, trường tiểu học,
        trường trung học, trường cấp hai, trường cấp ba, học viện, liseu, skola primáriu, skola sekundáriu, lycée,
        collège, école primaire, école élémentaire, académie, المدرسة, مدرسة ابتدائية, مدرسة ثانوية, ثانوية,
        اكاديمية, школе, школы, школу, старшая школа, начальная школа, средняя школа, лицей, гимназия, академия,
        iskuul, iskuulka, dugsiga, dugsiga sare, dugsiga hoose, schoolka, akadeemiyada""",
    PlaceKind.PARK: """park, field, square, common, garden, green, parque, parquecito, plaza, jardín, campo, pak,
        plas, jaden, praça, parque público, jardim, 公园, 公園, 广场, 花园, 绿地, công viên, cv, quảng trường,
        vườn, parki, prasa, jardin, parc, place, حديقة, منتزه, متنزه, بارك, ساحة, ميدان, парке, парка, сквер, сад,
        площадь, beerta, beer, jardiinada, jardiin, seerta, park-ga""",
    PlaceKind.PLAYGROUND: """playground, play area, tot lot, playlot, ball field, parque infantil,
        parque de niños, juegos, cancha, canchita, patio de juegos, teren jwèt, teren foutbòl, teren,
        parque de crianças, quadra, campinho, 操场, 游乐场, 儿童乐园, 运动场, 球场, sân chơi, sân bóng,
        parki di mininu, kanpu, terrain de jeux, terrain, ملعب, ملعب الاطفال, площадка, спортплощадка, стадион,
        garoonka, garoon, goobta ciyaarta""",
    PlaceKind.COMMUNITY_CENTER: """community center, centro de la comunidad, centro comunal, sant kominote, sant,
        centro da comunidade, 社区中心, 社区活动中心, 活动中心, trung tâm sinh hoạt, trung tâm, sentru,
        sentru komunitariu, centre, centre social, maison de quartier, مركز مجتمعي, مركز اجتماعي, المركز المجتمعي,
        центр, общественный центр, дом культуры, xarunta, xarun, xarunta bulshada, gym""",
    PlaceKind.SENIOR_CENTER: """senior center, centro de ancianos, centro de mayores, centro para envejecientes,
        sant granmoun, centro de idosos, centro da terceira idade, 老人中心, 耆英中心, 长者中心,
        trung tâm người già, sentru di idozu, centre pour aînés, maison des aînés, مركز المسنين,
        центр для престарелых, центр пожилых, xarunta dadka da'da ah""",
    PlaceKind.POOL: """pool, swimming pool, alberca, pileta, pisina, pisin nan, piscina pública, 泳池, 游泳馆,
        水池, bể bơi, piscine municipale, مسبح, حمام سباحة, حوض سباحة, бассейне, barkadda, barkada,
        barkadda dabaasha, dabaal""",
    PlaceKind.CITY_BUILDING: """municipal building, city office, city offices, oficina de la ciudad,
        edificio de la ciudad, biwo vil la, prédio da prefeitura, 市政府大楼, 市府大楼, tòa nhà thành phố,
        bâtiment de la ville, مبنى البلديه, здание города, dhismaha dawladda hoose, shelter""",
    PlaceKind.CITY_HALL: """city hall, town hall, alcaldía, ayuntamiento, municipalidad, casa municipal, meri,
        meri vil la, lakomin, prefeitura, câmara municipal, 市政厅, 市政府, 市府, 市议会, toà thị chính,
        tòa thị chính, kámara, prifetura, mairie, hôtel de ville, بلدية, البلدية, دار البلدية, مجلس المدينة,
        мэрия, мэрии, мэрию, ратуша, сити холл, xarunta dawladda hoose, dawladda hoose""",
    PlaceKind.POLICE_STATION: """police station, police, police precinct, precinct, cuartel de policía, comisaría,
        policía, lapolis, polis, biwo polis, delegacia, posto policial, polícia, 警察局, 警局, 警署, 派出所, 警察,
        đồn công an, cảnh sát, skuadra, pulísia, polisia, commissariat, commissariat de police, gendarmerie, شرطة,
        الشرطة, مخفر, مركز الشرطة, قسم شرطة, полиция, полиции, полицию, участок полиции, отделение полиции,
        saldhigga booliska, saldhiga booliska, saldhig, booliska, booliiska""",
    PlaceKind.FIRE_STATION: """fire station, firehouse, fire house, fire department, parque de bomberos,
        cuartel de bomberos, bomberos, kazèn ponpye, ponpye, corpo de bombeiros, bombeiros, 消防局, 消防站,
        消防队, trạm chữa cháy, cứu hỏa, bonberus, caserne, pompiers, caserne des pompiers, إطفاء, الإطفاء, مطافئ,
        محطة الإطفاء, пожарная часть, пожарные, пожарное депо, пожарка, xarunta dab damiska, dab damiska,
        dabdemiska""",
    PlaceKind.PARKING_LOT: """parking lot, parking, municipal lot, city lot, lot, parqueadero,
        aparcamiento, parqueo, pakin, estacionamento, 停车场, bãi đỗ xe, bãi xe, parkin, stasionamentu,
        parc de stationnement, stationnement, موقف, مواقف, باركينج, باركنغ, парковка, парковке, стоянка,
        автостоянка, baarkin, baarkinka, baarkinga""",
    PlaceKind.GARAGE: """garage, parking garage, parqueo techado, garaje, garaj, garagem, 停车楼, 车库, nhà xe,
        nhà giữ xe, garaji, parking souterrain, جراج, كراج, гараж, паркинг, garaashka, garaash""",
    PlaceKind.CEMETERY: """cemetery, graveyard, burying ground, burial ground, camposanto, panteón, cementerio,
        simityè, cemitério, 墓地, 坟场, 墓园, 公墓, nghĩa địa, simitériu, cimetière, مقبرة, مقابر, кладбище,
        кладбища, qabuuraha, xabaalo""",
}
"""What else people call each kind of place: one word or several, with a comma between two."""

ENGLISH = {kind: said.split(",")[0] for kind, said in CALLED.items()}
"""What each kind of place is called in names."""

KIN: Mapping[PlaceKind, tuple[PlaceKind, ...]] = {
    PlaceKind.PARK: (PlaceKind.PLAYGROUND,),
    PlaceKind.PLAYGROUND: (PlaceKind.PARK,),
    PlaceKind.SENIOR_CENTER: (PlaceKind.COMMUNITY_CENTER,),
    PlaceKind.GARAGE: (PlaceKind.PARKING_LOT,),
    PlaceKind.PARKING_LOT: (PlaceKind.GARAGE,),
    PlaceKind.CITY_HALL: (PlaceKind.CITY_BUILDING,),
}
"""What people take each other for."""

MEANT = {
    "park": "parque, pak, 公园, công viên, parki, parc, حديقة, بارك, منتزه, парк, парке, парка, beerta, beer",
    "school": "escuela, lekòl, escola, 学校, trường, skola, école, مدرسة, школа, школе, iskuulka, dugsiga, dugsi",
    "library": "biblioteca, bibliyotèk, 图书馆, thư viện, biblioteka, bibliothèque, مكتبة, библиотека, maktabadda",
    "street": "calle, lari, ri, rua, 街, đường, phố, rue, شارع, улица, улице, стрит, waddada, jidka",
    "avenue": "avenida, avni, 大道, đại lộ, جادة, افنيو, авеню, проспект",
    "road": "carretera, camino, wout, estrada, 路, route, chemin, طريق, дорога, роуд",
    "square": "plaza, plas, praça, 广场, quảng trường, prasa, place, ساحة, ميدان, سكوير, площадь, сквер, fagaaraha",
    "high": "hs, secundaria, segondè, 高中, trung học, lycée, lise, liceo, ثانوية, старшая, хай, sare",
    "elementary": """elem, primaria, primè, primária, 小学, tiểu học, élémentaire, primaire, ابتدائية, начальная,
        hoose""",
    "academy": "academia, akademi, học viện, académie, اكاديمية, академия, akadeemiyada, 学院",
    "international": "internacional, entènasyonal, 国际, quốc tế, internationale, دولية, международная",
    "latin": "latina, 拉丁, la tinh, latine, لاتينية, اللاتينية, латинская, laten",
    "pond": """laguna, lago, estanque, lagon, lagoa, 池塘, 湖, lagu, étang, lac, بحيرة, بركة, пруд, озеро, понд,
        haro, harada""",
    "garden": "jardín, jaden, jardim, 花园, vườn, jardin, حدائق, сад",
    "gardens": "jardines, jaden, jardins, 花园, сады",
    "arboretum": """jardín botánico, arboreto, 植物园, 树木园, vườn thực vật, jardin botanique, المشتل, дендрарий,
        арборетум""",
    "wetlands": "humedales, marécage, 湿地, đầm lầy, zones humides, مستنقع, болото",
    "island": "isla, zile, ilha, 岛, đảo, ilia, île, جزيرة, остров, jasiirad",
    "hill": "cerro, colina, mòn, 山, đồi, colline, تل, هيل, холм, хилл, buurta",
    "beach": "playa, plaj, praia, 海滩, 沙滩, bãi biển, plage, شاطئ, пляж, xeebta",
    "woods": "bosque, bwa, bosque, 树林, 森林, rừng, bois, غابة, лес, kaynta",
    "stadium": "estadio, estad, estádio, 体育场, sân vận động, stade, استاد, стадион, istaadiyamka",
    "zoo": "zoológico, zou, zoo, 动物园, sở thú, jardin zoologique, حديقة الحيوان, зоопарк, xayawaanka",
    "field": "campo, teren, 球场, sân, kanpu, terrain, ملعب, поле, garoonka",
    "public": """público, pública, piblik, 公共, công cộng, publique, عامة, عام, публичный, общественный,
        общественная, публичная""",
    "central": "central, santral, 中央, centrale, المركزية, центральная, главная, dhexe",
    "headquarters": """hq, cuartel general, katye jeneral, sede, 总部, 总局, tổng hành dinh, siège,
        quartier général, مقر, штаб, xarunta dhexe""",
    "north": "norte, nò, bắc, nord, شمال, север, северный, waqooyi",
    "south": "sur, sid, sul, nam, sud, جنوب, юг, южный, koonfur",
    "east": "este, lès, leste, đông, est, شرق, восток, восточный, bari",
    "west": "oeste, lwès, tây, ouest, غرب, ويست, запад, западный, уэст, galbeed",
    "golf": "高尔夫, гольф, جولف",
    "theatre": "teatro, teyat, théâtre, 剧院, nhà hát, teatru, theater, مسرح, театр",
    "market": "mercado, mache, 市场, chợ, marché, سوق, рынок, маркет",
    "center": "centro, sant, 中心, trung tâm, sentru, centre, مركز, центр, сентер, xarunta",
    "downtown": """centro de la ciudad, sant vil la, centro da cidade, 市中心, 市区, trung tâm thành phố,
        centre ville, وسط المدينة, центр города""",
    "mount": "monte, mòn, mont, núi, جبل, гора, маунт",
    "saint": "san, santa, são, sen, sent, thánh, santu, القديس, святой",
    "children": "niños, timoun, crianças, 儿童, trẻ em, mininu, enfants, اطفال, дети",
    "shelter": "refugio, albergue, abri, abrigo, 收容所, nơi trú ẩn, refuge, مأوى, приют, hoyga",
    "animal": "animales, 动物, động vật, animaux, حيوانات, животных",
    "ambulance": "ambulancia, anbilans, 救护, cứu thương, إسعاف, скорая",
}
"""What words in names mean elsewhere: names are mostly English. One word or several, with a comma between two."""
