"""A local Telegram: one engine (chats, limits, faults), two doors (HTTP; in the same process). The only fake here.

It refuses what the real Bot API refuses, in the real words, and takes what the real one takes. Its sources are the Bot
API's documentation (10.1), and what the published server does where the documentation says nothing.
"""
