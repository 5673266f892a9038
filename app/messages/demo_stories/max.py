"""The message threads of Max, who is 14: his guardian Gina writes for him."""

from app.messages.demo_stories.story import DAY, Line, Story, Writer

MAX: tuple[Story, ...] = (
    Story(
        "appointment",
        "A new after-school time for Max",
        (
            Line(
                Writer.CLIENT,
                41 * DAY + 1002,
                "Hello, this is Gina, Max's mom. Band practice has moved to Mondays, so 3:30 won't "
                "work for him anymore. He doesn't want to miss either one, which I take as a "
                "compliment to all of you. Is there a later time, or another day?",
            ),
            Line(
                Writer.OFFICE,
                41 * DAY + 476,
                "Hi Gina, that's a lovely problem to have. Thursday at 4:15 is open every week. Does "
                "that leave enough time to get here from school?",
            ),
            Line(
                Writer.CLIENT,
                40 * DAY + 1249,
                "Plenty. He says Thursdays are fine as long as he can eat his sandwich in the waiting room.",
            ),
            Line(
                Writer.OFFICE,
                40 * DAY + 1066,
                "Sandwiches are welcome. Max is down for Thursdays at 4:15, starting next week.",
            ),
        ),
    ),
    Story(
        "records",
        "Note for the school office",
        (
            Line(
                Writer.CLIENT,
                5 * DAY + 688,
                "Gina again. The school will let Max out of last period ten minutes early on "
                "Thursdays, but the office needs a note first.\n\n"
                "Max and I talked it over, and we'd both like it to say as little as possible. Just "
                "that he has an appointment and when. Could somebody write that for us?",
            ),
            Line(
                Writer.OFFICE,
                4 * DAY + 1110,
                "Of course. It will say that Max has an appointment every Thursday at 4:15, and "
                "nothing else. It needs a signature from his clinician, so please give us two days.",
            ),
            Line(
                Writer.OFFICE,
                1005,
                "The note is signed and waiting for you at the front desk.\n\n"
                "If the school would rather get it straight from us, we need a signed release form "
                "from you first. I can have one ready on Thursday. Say hi to Max for us!",
                read=False,
            ),
        ),
    ),
)
