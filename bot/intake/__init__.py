"""Telegram -> inbox -> handlers: nothing that Telegram gave us is lost, and nothing takes effect twice.

polling or webhook --> receiving --commit--> Telegram is told that we have it
                                    `wakes--> dispatch --> PTB's handlers --> answered
"""

from bot.intake.intake import Intake

__all__ = ["Intake"]
