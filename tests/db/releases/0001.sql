CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);

CREATE TABLE facts (
	name TEXT NOT NULL, 
	value BLOB NOT NULL, 
	PRIMARY KEY (name)
)
 STRICT

;

CREATE TABLE inbox (
	arrival INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	update_id INTEGER NOT NULL, 
	chat BLOB, 
	day TEXT NOT NULL, 
	sealed BLOB, 
	received INTEGER NOT NULL, 
	applied BLOB, 
	answered INTEGER, 
	failures INTEGER NOT NULL, 
	urgency INTEGER NOT NULL, 
	CONSTRAINT inbox_update_id_once UNIQUE (update_id)
)
 STRICT

;

CREATE INDEX inbox_by_answered ON inbox (answered);

CREATE INDEX inbox_by_chat ON inbox (chat);

CREATE TABLE people (
	number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	handle BLOB NOT NULL, 
	chat BLOB NOT NULL, 
	language TEXT NOT NULL, 
	role TEXT NOT NULL, 
	joined INTEGER NOT NULL, 
	missing INTEGER, 
	paused_until INTEGER, 
	quiet INTEGER DEFAULT 0 NOT NULL, 
	sponsor INTEGER, 
	branch INTEGER, 
	trained INTEGER DEFAULT 0 NOT NULL, 
	exercises INTEGER DEFAULT 0 NOT NULL, 
	suspended INTEGER, 
	CONSTRAINT people_role_known CHECK (role IN ('resident', 'volunteer', 'organizer')), 
	CONSTRAINT people_quiet_known CHECK (quiet IN (0, 1)), 
	CONSTRAINT people_trained_known CHECK (trained IN (0, 1)), 
	CONSTRAINT people_exercises_known CHECK (exercises IN (0, 1)), 
	FOREIGN KEY(sponsor) REFERENCES people (number) ON DELETE SET NULL, 
	CONSTRAINT people_handle_once UNIQUE (handle)
)
 STRICT

;

CREATE INDEX people_by_paused_until ON people (paused_until) WHERE paused_until IS NOT NULL;

CREATE INDEX people_by_role ON people (role) WHERE role = 'organizer';

CREATE INDEX people_by_sponsor ON people (sponsor) WHERE sponsor IS NOT NULL;

CREATE INDEX people_by_exercises ON people (exercises) WHERE exercises = 1;

CREATE INDEX people_by_suspended ON people (suspended) WHERE suspended IS NOT NULL;

CREATE TABLE members (
	number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	pid INTEGER NOT NULL, 
	beat INTEGER NOT NULL, 
	keys BLOB, 
	fence INTEGER, 
	wants INTEGER DEFAULT 0 NOT NULL, 
	share INTEGER
)
 STRICT

;

CREATE TABLE quarantine (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	update_id INTEGER, 
	reference TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	error TEXT NOT NULL, 
	size INTEGER NOT NULL, 
	at INTEGER NOT NULL
)
 STRICT

;

CREATE TABLE areas (
	neighborhood TEXT NOT NULL, 
	person INTEGER NOT NULL, 
	since INTEGER NOT NULL, 
	until INTEGER, 
	PRIMARY KEY (neighborhood, person, since), 
	FOREIGN KEY(person) REFERENCES people (number) ON DELETE CASCADE
)
 WITHOUT ROWID,
 STRICT

;

CREATE INDEX areas_by_person ON areas (person);

CREATE INDEX areas_by_until ON areas (until) WHERE until IS NOT NULL;

CREATE TABLE drafts (
	person INTEGER NOT NULL, 
	day TEXT NOT NULL, 
	sealed BLOB NOT NULL, 
	changed INTEGER NOT NULL, 
	PRIMARY KEY (person), 
	FOREIGN KEY(person) REFERENCES people (number) ON DELETE CASCADE
)
 STRICT

;

CREATE TABLE duties (
	neighborhood TEXT NOT NULL, 
	person INTEGER NOT NULL, 
	until INTEGER NOT NULL, 
	muted_until INTEGER, 
	busy_until INTEGER, 
	reminded INTEGER DEFAULT 0 NOT NULL, 
	PRIMARY KEY (neighborhood, person), 
	CONSTRAINT duties_reminded_known CHECK (reminded IN (0, 1)), 
	FOREIGN KEY(person) REFERENCES people (number) ON DELETE CASCADE
)
 STRICT

;

CREATE INDEX duties_by_person ON duties (person);

CREATE INDEX duties_by_until ON duties (until);

CREATE TABLE incidents (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	place TEXT NOT NULL, 
	neighborhood TEXT NOT NULL, 
	activity TEXT NOT NULL, 
	number TEXT NOT NULL, 
	status TEXT NOT NULL, 
	observed INTEGER NOT NULL, 
	opened INTEGER NOT NULL, 
	changed INTEGER NOT NULL, 
	version INTEGER NOT NULL, 
	edition INTEGER DEFAULT 1 NOT NULL, 
	expires INTEGER, 
	asked INTEGER, 
	claimed_by INTEGER, 
	claimed_until INTEGER, 
	first_claimed INTEGER, 
	merged_into INTEGER, 
	split_from INTEGER, 
	regrouped INTEGER, 
	moved TEXT, 
	exercise INTEGER DEFAULT 0 NOT NULL, 
	CONSTRAINT incidents_activity_known CHECK (activity IN ('gathering', 'patrol', 'questioning', 'detention', 'entry', 'checkpoint', 'other')), 
	CONSTRAINT incidents_number_known CHECK (number IN ('few', 'several', 'many', 'unknown')), 
	CONSTRAINT incidents_status_known CHECK (status IN ('unverified', 'active', 'dismissed', 'over', 'retracted', 'merged', 'expired', 'lapsed')), 
	CONSTRAINT incidents_exercise_known CHECK (exercise IN (0, 1)), 
	FOREIGN KEY(claimed_by) REFERENCES people (number) ON DELETE SET NULL, 
	FOREIGN KEY(merged_into) REFERENCES incidents (id) ON DELETE CASCADE, 
	FOREIGN KEY(split_from) REFERENCES incidents (id) ON DELETE SET NULL
)
 STRICT

;

CREATE INDEX incidents_by_opened ON incidents (opened);

CREATE INDEX incidents_by_claimed_by ON incidents (claimed_by) WHERE claimed_by IS NOT NULL;

CREATE INDEX incidents_by_claimed_until ON incidents (claimed_until) WHERE claimed_until IS NOT NULL;

CREATE INDEX incidents_by_merged_into ON incidents (merged_into);

CREATE INDEX incidents_by_split_from ON incidents (split_from);

CREATE INDEX incidents_by_status_changed ON incidents (status, changed);

CREATE INDEX incidents_by_status_place ON incidents (status, place);

CREATE TABLE invitations (
	digest BLOB NOT NULL, 
	role TEXT NOT NULL, 
	inviter INTEGER, 
	expires INTEGER NOT NULL, 
	accepted INTEGER, 
	areas TEXT, 
	agreed INTEGER, 
	PRIMARY KEY (digest), 
	CONSTRAINT invitations_role_known CHECK (role IN ('resident', 'volunteer', 'organizer')), 
	FOREIGN KEY(agreed) REFERENCES people (number) ON DELETE SET NULL, 
	FOREIGN KEY(inviter) REFERENCES people (number) ON DELETE SET NULL
)
 STRICT

;

CREATE INDEX invitations_by_inviter ON invitations (inviter);

CREATE TABLE letters (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	person INTEGER NOT NULL, 
	says TEXT NOT NULL, 
	facts TEXT NOT NULL, 
	written INTEGER NOT NULL, 
	FOREIGN KEY(person) REFERENCES people (number) ON DELETE CASCADE
)
 STRICT

;

CREATE INDEX letters_by_person ON letters (person);

CREATE TABLE broadcasts (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	incident INTEGER, 
	kind TEXT NOT NULL, 
	lane INTEGER NOT NULL, 
	way TEXT NOT NULL, 
	basis INTEGER, 
	audience TEXT, 
	facts TEXT NOT NULL, 
	opened INTEGER NOT NULL, 
	state TEXT NOT NULL, 
	ring INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	CONSTRAINT broadcasts_kind_known CHECK (kind IN ('alert', 'follow_up', 'all_clear', 'retraction', 'stands', 'expiry', 'notice', 'notice_edit', 'withdrawal', 'ignore')), 
	CONSTRAINT broadcasts_state_known CHECK (state IN ('open', 'done', 'ended', 'halted')), 
	CONSTRAINT broadcasts_way_known CHECK (way IN ('send', 'reply', 'silent_reply', 'edit')), 
	FOREIGN KEY(basis) REFERENCES broadcasts (id) ON DELETE CASCADE, 
	FOREIGN KEY(incident) REFERENCES incidents (id) ON DELETE CASCADE
)
 STRICT

;

CREATE INDEX broadcasts_by_basis ON broadcasts (basis);

CREATE INDEX broadcasts_by_incident ON broadcasts (incident);

CREATE INDEX broadcasts_by_state_lane ON broadcasts (state, lane);

CREATE TABLE likenesses (
	incident INTEGER NOT NULL, 
	other INTEGER NOT NULL, 
	metres INTEGER, 
	minutes INTEGER NOT NULL, 
	activity TEXT NOT NULL, 
	apart INTEGER DEFAULT 0 NOT NULL, 
	PRIMARY KEY (incident, other), 
	CONSTRAINT likenesses_activity_known CHECK (activity IN ('same', 'confused', 'other')), 
	CONSTRAINT likenesses_apart_known CHECK (apart IN (0, 1)), 
	FOREIGN KEY(incident) REFERENCES incidents (id) ON DELETE CASCADE, 
	FOREIGN KEY(other) REFERENCES incidents (id) ON DELETE CASCADE
)
 WITHOUT ROWID,
 STRICT

;

CREATE INDEX likenesses_by_other ON likenesses (other);

CREATE TABLE cards (
	incident INTEGER NOT NULL, 
	person INTEGER NOT NULL, 
	message INTEGER, 
	drawn INTEGER NOT NULL, 
	dealt INTEGER, 
	awake INTEGER DEFAULT 0 NOT NULL, 
	PRIMARY KEY (incident, person), 
	CONSTRAINT cards_awake_known CHECK (awake IN (0, 1)), 
	FOREIGN KEY(incident) REFERENCES incidents (id) ON DELETE CASCADE, 
	FOREIGN KEY(person) REFERENCES people (number) ON DELETE CASCADE
)
 STRICT

;

CREATE INDEX cards_by_person ON cards (person);

CREATE TABLE weights (
	incident INTEGER NOT NULL, 
	since INTEGER NOT NULL, 
	reports INTEGER NOT NULL, 
	new INTEGER NOT NULL, 
	settled INTEGER NOT NULL, 
	established INTEGER NOT NULL, 
	proven INTEGER NOT NULL, 
	dealt INTEGER, 
	PRIMARY KEY (incident), 
	FOREIGN KEY(incident) REFERENCES incidents (id) ON DELETE CASCADE
)
 STRICT

;

CREATE INDEX weights_by_since ON weights (since);

CREATE TABLE lists (
	person INTEGER NOT NULL, 
	listed TEXT NOT NULL, 
	message INTEGER, 
	edition INTEGER NOT NULL, 
	drawn INTEGER NOT NULL, 
	sent INTEGER NOT NULL, 
	PRIMARY KEY (person), 
	FOREIGN KEY(person) REFERENCES people (number) ON DELETE CASCADE
)
 STRICT

;

CREATE INDEX lists_by_sent ON lists (sent);

CREATE TABLE standings (
	mark BLOB NOT NULL, 
	week INTEGER NOT NULL, 
	confirmed INTEGER NOT NULL, 
	dismissed INTEGER NOT NULL, 
	today INTEGER NOT NULL, 
	began INTEGER, 
	last INTEGER, 
	PRIMARY KEY (mark)
)
 WITHOUT ROWID,
 STRICT

;

CREATE INDEX standings_by_week ON standings (week);

CREATE INDEX standings_by_began ON standings (began);

CREATE TABLE findings (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	incident INTEGER NOT NULL, 
	person INTEGER, 
	answer TEXT NOT NULL, 
	looked TEXT NOT NULL, 
	at INTEGER NOT NULL, 
	agency TEXT, 
	activity TEXT, 
	number TEXT, 
	CONSTRAINT findings_activity_known CHECK (activity IN ('gathering', 'patrol', 'questioning', 'detention', 'entry', 'checkpoint', 'other')), 
	CONSTRAINT findings_agency_known CHECK (agency IN ('ice', 'federal', 'local_police', 'unsure')), 
	CONSTRAINT findings_answer_known CHECK (answer IN ('seen', 'nothing_there', 'cannot_tell')), 
	CONSTRAINT findings_looked_known CHECK (looked IN ('on_scene', 'remote')), 
	CONSTRAINT findings_number_known CHECK (number IN ('few', 'several', 'many', 'unknown')), 
	FOREIGN KEY(incident) REFERENCES incidents (id) ON DELETE CASCADE, 
	FOREIGN KEY(person) REFERENCES people (number) ON DELETE SET NULL, 
	CONSTRAINT findings_incident_person_once UNIQUE (incident, person)
)
 STRICT

;

CREATE INDEX findings_by_person ON findings (person);

CREATE TABLE reports (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	incident INTEGER NOT NULL, 
	person INTEGER, 
	place TEXT NOT NULL, 
	neighborhood TEXT NOT NULL, 
	activity TEXT NOT NULL, 
	number TEXT NOT NULL, 
	observed INTEGER NOT NULL, 
	received INTEGER NOT NULL, 
	point BLOB, 
	vehicles TEXT, 
	vests TEXT, 
	firsthand INTEGER DEFAULT 1 NOT NULL, 
	still TEXT, 
	note BLOB, 
	photo BLOB, 
	CONSTRAINT reports_activity_known CHECK (activity IN ('gathering', 'patrol', 'questioning', 'detention', 'entry', 'checkpoint', 'other')), 
	CONSTRAINT reports_number_known CHECK (number IN ('few', 'several', 'many', 'unknown')), 
	CONSTRAINT reports_vehicles_known CHECK (vehicles IN ('none', 'one', 'several', 'not_sure')), 
	CONSTRAINT reports_vests_known CHECK (vests IN ('yes', 'no', 'few', 'several', 'many', 'ice', 'federal', 'police', 'nothing', 'not_sure')), 
	CONSTRAINT reports_firsthand_known CHECK (firsthand IN (0, 1)), 
	CONSTRAINT reports_still_known CHECK (still IN ('there', 'gone')), 
	FOREIGN KEY(incident) REFERENCES incidents (id) ON DELETE CASCADE, 
	FOREIGN KEY(person) REFERENCES people (number) ON DELETE SET NULL
)
 STRICT

;

CREATE INDEX reports_by_incident ON reports (incident);

CREATE INDEX reports_by_person_received ON reports (person, received);

CREATE TABLE receipts (
	broadcast INTEGER NOT NULL, 
	person INTEGER NOT NULL, 
	message INTEGER, 
	PRIMARY KEY (broadcast, person), 
	FOREIGN KEY(broadcast) REFERENCES broadcasts (id) ON DELETE CASCADE
)
 WITHOUT ROWID,
 STRICT

;

CREATE TABLE progress (
	broadcast INTEGER NOT NULL, 
	person INTEGER NOT NULL, 
	message INTEGER, 
	told INTEGER NOT NULL, 
	total INTEGER NOT NULL, 
	at INTEGER NOT NULL, 
	PRIMARY KEY (broadcast, person), 
	FOREIGN KEY(broadcast) REFERENCES broadcasts (id) ON DELETE CASCADE, 
	FOREIGN KEY(person) REFERENCES people (number) ON DELETE CASCADE
)
 WITHOUT ROWID,
 STRICT

;

CREATE INDEX progress_by_person ON progress (person);

CREATE TABLE echoes (
	incident INTEGER NOT NULL, 
	person INTEGER NOT NULL, 
	echo TEXT NOT NULL, 
	at INTEGER NOT NULL, 
	PRIMARY KEY (incident, person, echo), 
	CONSTRAINT echoes_echo_known CHECK (echo IN ('seen_too', 'maybe_over', 'still_there', 'gone')), 
	FOREIGN KEY(incident) REFERENCES incidents (id) ON DELETE CASCADE, 
	FOREIGN KEY(person) REFERENCES people (number) ON DELETE CASCADE
)
 WITHOUT ROWID,
 STRICT

;

CREATE INDEX echoes_by_at ON echoes (at);

CREATE INDEX echoes_by_person ON echoes (person);

CREATE TABLE questions (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	report INTEGER NOT NULL, 
	asked TEXT NOT NULL, 
	said TEXT, 
	at INTEGER NOT NULL, 
	answered INTEGER, 
	words BLOB, 
	reply BLOB, 
	CONSTRAINT questions_asked_known CHECK (asked IN ('still_there', 'how_many', 'vests', 'see_it', 'words')), 
	CONSTRAINT questions_said_known CHECK (said IN ('yes', 'no', 'few', 'several', 'many', 'ice', 'federal', 'police', 'nothing', 'not_sure')), 
	FOREIGN KEY(report) REFERENCES reports (id) ON DELETE CASCADE
)
 STRICT

;

CREATE INDEX questions_by_at ON questions (at);

CREATE INDEX questions_by_report ON questions (report);

CREATE TABLE lines (
	person INTEGER NOT NULL, 
	incident INTEGER NOT NULL, 
	question INTEGER, 
	since INTEGER NOT NULL, 
	PRIMARY KEY (person), 
	FOREIGN KEY(incident) REFERENCES incidents (id) ON DELETE CASCADE, 
	FOREIGN KEY(person) REFERENCES people (number) ON DELETE CASCADE, 
	FOREIGN KEY(question) REFERENCES questions (id) ON DELETE CASCADE
)
 STRICT

;

CREATE INDEX lines_by_incident ON lines (incident);

CREATE INDEX lines_by_question ON lines (question);

CREATE INDEX lines_by_since ON lines (since);

CREATE TABLE agreements (
	wish TEXT NOT NULL, 
	about INTEGER NOT NULL, 
	person INTEGER NOT NULL, 
	at INTEGER NOT NULL, 
	PRIMARY KEY (wish, about, person), 
	CONSTRAINT agreements_wish_known CHECK (wish IN ('resume', 'ignore', 'exercise', 'readmit')), 
	FOREIGN KEY(person) REFERENCES people (number) ON DELETE CASCADE
)
 WITHOUT ROWID,
 STRICT

;

CREATE INDEX agreements_by_at ON agreements (at);

CREATE INDEX agreements_by_person ON agreements (person);

CREATE TABLE ledger (
	number INTEGER NOT NULL, 
	at INTEGER NOT NULL, 
	act TEXT NOT NULL, 
	subject INTEGER, 
	role TEXT, 
	tag TEXT, 
	"before" TEXT, 
	first INTEGER, 
	last INTEGER, 
	hash BLOB NOT NULL, 
	PRIMARY KEY (number), 
	CONSTRAINT ledger_act_known CHECK (act IN ('alert', 'follow_up', 'all_clear', 'retraction', 'stands', 'expiry', 'notice', 'notice_edit', 'withdrawal', 'ignore', 'notice_planned', 'notice_dropped', 'merged', 'split', 'undone', 'exercise', 'frozen', 'resumed', 'suspended', 'readmitted', 'appointed', 'removed', 'held', 'released')), 
	CONSTRAINT ledger_role_known CHECK (role IN ('resident', 'volunteer', 'organizer'))
)
 STRICT

;

CREATE INDEX ledger_by_at ON ledger (at);

CREATE INDEX ledger_by_last ON ledger (last);

CREATE TABLE tallies (
	week INTEGER NOT NULL, 
	neighborhood TEXT NOT NULL, 
	reports INTEGER NOT NULL, 
	dismissed INTEGER NOT NULL, 
	minutes INTEGER NOT NULL, 
	PRIMARY KEY (week, neighborhood)
)
 WITHOUT ROWID,
 STRICT

;

CREATE TABLE notices (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	author INTEGER, 
	facts TEXT NOT NULL, 
	state TEXT NOT NULL, 
	writing TEXT, 
	asked TEXT DEFAULT '[]' NOT NULL, 
	changed INTEGER NOT NULL, 
	next INTEGER, 
	broadcast INTEGER, 
	amends INTEGER, 
	CONSTRAINT notices_state_known CHECK (state IN ('writing', 'proposed', 'planned', 'approved', 'dropped', 'withdrawn')), 
	FOREIGN KEY(amends) REFERENCES notices (id) ON DELETE CASCADE, 
	FOREIGN KEY(author) REFERENCES people (number) ON DELETE SET NULL, 
	FOREIGN KEY(broadcast) REFERENCES broadcasts (id) ON DELETE SET NULL
)
 STRICT

;

CREATE INDEX notices_by_amends ON notices (amends);

CREATE INDEX notices_by_author ON notices (author);

CREATE INDEX notices_by_broadcast ON notices (broadcast);

CREATE INDEX notices_by_changed ON notices (changed);

CREATE INDEX notices_by_next ON notices (next) WHERE next IS NOT NULL;

CREATE INDEX notices_by_state ON notices (state);

CREATE TABLE translators (
	language TEXT NOT NULL, 
	person INTEGER NOT NULL, 
	notice INTEGER, 
	since INTEGER, 
	PRIMARY KEY (language, person), 
	FOREIGN KEY(notice) REFERENCES notices (id) ON DELETE SET NULL, 
	FOREIGN KEY(person) REFERENCES people (number) ON DELETE CASCADE
)
 WITHOUT ROWID,
 STRICT

;

CREATE INDEX translators_by_notice ON translators (notice);

CREATE INDEX translators_by_person ON translators (person);

INSERT INTO alembic_version VALUES ('0001');
