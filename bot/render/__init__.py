"""Facts -> text and buttons, as plain data; one function per thing we say."""
