"""The message threads of Bob, with Dana Diaz as his clinician and Nora Novak in the office."""

from app.messages.demo_stories.story import DAY, Line, Story, Writer

BOB: tuple[Story, ...] = (
    Story(
        "appointment",
        "Parking a long truck",
        (
            Line(
                Writer.CLIENT,
                203 * DAY + 1077,
                "First visit is Monday. Is there parking for a work truck? It's a long one.",
            ),
            Line(
                Writer.OFFICE,
                203 * DAY + 689,
                "Hello Bob, there is. The lot behind the building has long spaces by the fence, and "
                "the back door is open all day. If they're taken, the street has no meters.\n\n"
                "We look forward to meeting you.",
            ),
        ),
    ),
    Story(
        "billing",
        "A letter that says it is not a bill",
        (
            Line(
                Writer.CLIENT,
                181 * DAY + 520,
                "Got something in the mail from the insurance. Has numbers all over it, and on top it "
                "says THIS IS NOT A BILL. Do I pay it?",
            ),
            Line(
                Writer.OFFICE,
                180 * DAY + 1290,
                "No, you can leave that one alone. It's called an explanation of benefits. It shows "
                "how your insurance counted the visit, and there's nothing to pay on it.\n\n"
                "When you owe us something, you'll find a statement under Billing with the due date "
                "on it.",
            ),
            Line(Writer.CLIENT, 180 * DAY + 1216, "So I can throw it out?"),
            Line(
                Writer.OFFICE,
                180 * DAY + 1133,
                "You can. Many people keep them for a year in case a question comes up.",
            ),
        ),
    ),
    Story(
        "refill",
        "No refills left on the bottle",
        (
            Line(
                Writer.CLIENT,
                152 * DAY + 777,
                "Dana, the label says zero refills. Escitalopram 10 mg. I've got about two weeks' "
                "worth. Same place as before, Copperfield Drugs.",
            ),
            Line(
                Writer.PROVIDER,
                152 * DAY + 208,
                "Two weeks' notice is a big help, Bob. I'm not the one who prescribes, but I've let "
                "Dr. Okafor know. The doctor does a short phone check-in before writing a new "
                "prescription. Would Wednesday or Friday over your lunch break suit you?",
            ),
            Line(Writer.CLIENT, 151 * DAY + 1199, "Friday 12:15. I'll be in the truck."),
            Line(
                Writer.PROVIDER,
                151 * DAY + 826,
                "Friday at 12:15 it is. The call will come from 555-0107, so you'll know to pick up. "
                "Dr. Okafor will be in touch with Copperfield Drugs after you've talked.",
            ),
        ),
    ),
    Story(
        "records",
        "Note for my foreman",
        (
            Line(
                Writer.CLIENT,
                121 * DAY + 444,
                "My foreman wants something on paper that says I have a standing appointment on "
                "Wednesdays at 3. It doesn't have to say what for. I'd rather it didn't.",
            ),
            Line(
                Writer.OFFICE,
                120 * DAY + 1041,
                "We write these often. It will have your name, the day and the time, and nothing "
                "about the kind of visit. Our letter paper does have the practice's name at the top, "
                "though. Is that all right?",
            ),
            Line(Writer.CLIENT, 120 * DAY + 986, "Hm. Can it not?"),
            Line(
                Writer.OFFICE,
                120 * DAY + 850,
                "It can. I'll use plain paper, with only my own name and a phone number, and sign it. "
                "You can pick it up on Wednesday when you come in.",
            ),
        ),
    ),
    Story(
        "appointment",
        "Can't make it today, sick kid",
        (
            Line(
                Writer.CLIENT,
                88 * DAY + 611,
                "School called. My boy has a fever and I have to go get him, so I can't make 3:00. "
                "Sorry about the short notice. Do I get charged for this?",
            ),
            Line(
                Writer.OFFICE,
                88 * DAY + 579,
                "No charge, Bob. Go get him. I've told Dana. We have a spot on Monday at 3:30, or "
                "we'll simply see you next Wednesday.",
            ),
            Line(
                Writer.CLIENT,
                88 * DAY + 281,
                "Next Wednesday. He's on the couch asking for pancakes, so I think we're over the worst.",
            ),
            Line(
                Writer.OFFICE, 88 * DAY + 166, "Pancakes are a very good sign. Next Wednesday at 3:00, then."
            ),
        ),
    ),
    Story(
        "other",
        "How dinner at my brother's went",
        (
            Line(
                Writer.CLIENT,
                58 * DAY + 1388,
                "You asked me to let you know how it went. Short version: I went.\n\n"
                "Longer version: I sat in the driveway for ten minutes and did the counting you "
                "showed me. Then I went in. It was loud. Nobody brought up the old stuff and neither "
                "did I. I stayed for dessert, which I haven't done in years.\n\n"
                "I was wrung out the whole next day, but not in a bad way, if that makes sense.",
            ),
            Line(
                Writer.PROVIDER,
                58 * DAY + 402,
                "It makes a lot of sense. Those ten minutes in the driveway are part of going, too. "
                "Thank you for writing it down while it was fresh. I'd like to hear all of it on "
                "Wednesday, the loud parts and the dessert.",
            ),
            Line(Writer.CLIENT, 58 * DAY + 337, "Cherry pie."),
            Line(Writer.PROVIDER, 57 * DAY + 1083, "Even better."),
        ),
    ),
    Story(
        "billing",
        "Paying the statement in two parts",
        (
            Line(
                Writer.CLIENT,
                26 * DAY + 566,
                "The truck needed a new transmission, so money's tight. Could I pay half of my "
                "statement now and half with my next paycheck?",
            ),
            Line(
                Writer.OFFICE,
                25 * DAY + 1150,
                "Yes, that's fine. There's no fee for splitting it. I've put a note on your account, "
                "so nobody will call you about the second half before then.",
            ),
            Line(
                Writer.CLIENT,
                25 * DAY + 1090,
                "Appreciate that. I was dreading asking, to be honest. I'll bring the first half on "
                "Wednesday.",
            ),
            Line(
                Writer.OFFICE,
                25 * DAY + 917,
                "I'm glad you asked. It's a very common question. Wednesday is great.",
            ),
        ),
    ),
    Story(
        "appointment",
        "Session from the job site",
        (
            Line(
                Writer.CLIENT,
                3 * DAY + 990,
                "We're on a job out by the lake for the next month. It's an hour each way. Could Dana "
                "and I do Wednesdays by video? I'd be parked on the hill, where there's a signal.",
            ),
            Line(
                Writer.OFFICE,
                3 * DAY + 596,
                "That sounds doable, Bob. You'd need to be parked and somewhere private. Let me ask "
                "Dana and get back to you.",
            ),
            Line(
                Writer.OFFICE,
                1 * DAY + 518,
                "Dana says yes. We'll keep Wednesdays at 3:00 and do them by video until you tell us "
                "the job is done. I'll set up the link.",
                read=False,
            ),
            Line(
                Writer.PROVIDER,
                733,
                "Happy to make this work. Try the hill once before Wednesday if you can. If the "
                "signal drops while we're talking, I'll call your cell and we'll go on from there.",
                read=False,
            ),
        ),
    ),
)
