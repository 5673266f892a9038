"""The message threads of Alice, with Terry Tran, LCSW, as her clinician and Nora Novak in the office."""

from app.messages.demo_stories.story import DAY, Line, Note, Story, Writer

ALICE: tuple[Story, ...] = (
    Story(
        "other",
        "Welcome, and how messages work here",
        (
            Line(
                Writer.PROVIDER,
                206 * DAY + 310,
                "Hi Alice, it was good to meet you this week. I set up your portal so we have an easy "
                "way to reach each other between sessions.\n\n"
                "You can write to me here about anything practical: a refill, a form, a question "
                "about our next visit. I read messages on weekdays and usually answer within one "
                "business day. Nora at the front desk helps with appointments and bills.\n\n"
                "If something can't wait, please call the office or use the crisis line at the top of "
                "this page. I'm glad you're here.",
            ),
            Line(
                Writer.CLIENT,
                205 * DAY + 842,
                "Thank you, Terry. I was nervous about the first visit, and you made it easier than I "
                "expected. I found the forms and will fill them in over the weekend.\n\n"
                "Is it okay to write here if I just think of something I want to talk about next "
                "time? I tend to forget it by the time I sit down.",
            ),
            Line(
                Writer.PROVIDER,
                205 * DAY + 95,
                "Yes, please do. A line or two is plenty. I'll put it on our list, so you don't have "
                "to hold on to it until then.",
            ),
        ),
    ),
    Story(
        "billing",
        "Two copays for one visit?",
        (
            Line(
                Writer.CLIENT,
                172 * DAY + 618,
                "Hi, my bank shows two copays for the same visit last week. I only remember tapping "
                "my card once, though the machine did beep twice. Could you take a look?",
            ),
            Line(
                Writer.OFFICE,
                172 * DAY + 371,
                "Hi Alice, thank you for telling us, and sorry for the scare. The card reader was "
                "acting up that day. I see one finished payment and one that stopped halfway. The "
                "second one should drop off your bank's list by itself in three to five business "
                "days.\n\n"
                "Would you write to me again if it's still there after that?",
            ),
            Line(
                Writer.CLIENT,
                167 * DAY + 1104,
                "It dropped off! While I have you, does my copay change if I come by video instead of "
                "in person?",
            ),
            Line(
                Writer.OFFICE,
                167 * DAY + 722,
                "Good to hear. Our records show the same copay for both. If your plan ever changes "
                "that, we'll tell you before your visit.",
            ),
        ),
        closed_minutes_ago=160 * DAY,
    ),
    Story(
        "refill",
        "Refill before I travel",
        (
            Line(
                Writer.CLIENT,
                143 * DAY + 905,
                "Hi Terry, I'm visiting my sister for two weeks and leave on Saturday. My sertraline "
                "50 mg will run out while I'm gone. I have about eight tablets left. Could it be "
                "refilled a little early?\n\n"
                "I use Maple Street Pharmacy, 555-0134.",
            ),
            Line(
                Writer.PROVIDER,
                143 * DAY + 512,
                "Hi Alice, thanks for writing ahead of time. I don't prescribe, so I've passed this "
                "to Dr. Okafor along with your travel dates. Insurance plans sometimes have to "
                "approve an early refill, so it may take a day or two.",
            ),
            Line(
                Writer.CLIENT,
                143 * DAY + 447,
                "Got it, thank you. I can pick it up as late as Friday evening.",
            ),
            Line(
                Writer.PROVIDER,
                141 * DAY + 1020,
                "I just heard back. Dr. Okafor sent it to Maple Street Pharmacy, and they plan to "
                "have it ready on Friday by noon. If the insurance asks for anything, they'll call "
                "you. Enjoy the time with your sister!",
            ),
        ),
    ),
    Story(
        "appointment",
        "Changing my regular session time",
        (
            Line(
                Writer.CLIENT,
                118 * DAY + 1130,
                "Hi Nora, my work schedule changes next month and I'll be on late shifts on "
                "Thursdays, which is my usual time with Terry. Is anything open on another day?\n\n"
                "I'd really like to stay with Terry and keep coming every other week, if that's "
                "possible.",
            ),
            Line(
                Writer.OFFICE,
                118 * DAY + 664,
                "Hi Alice, of course. Terry has Tuesdays at 8:00 AM and Wednesdays at 4:30 PM open "
                "every other week. Would either of those work for you?",
            ),
            Line(
                Writer.CLIENT,
                117 * DAY + 1211,
                "Wednesday would be perfect, but I don't get off until 4:30 and the bus takes twenty "
                "minutes. Any chance of 5:00?",
            ),
            Line(
                Writer.OFFICE,
                117 * DAY + 803,
                "Not yet, I'm afraid. Someone else has that hour right now. I've put you first on the "
                "list for it. Should I hold Tuesday at 8:00 for you until then?",
            ),
            Line(
                Writer.CLIENT,
                117 * DAY + 759,
                "Yes please, hold Tuesday. I'm not a morning person, but I'll bring coffee.",
            ),
            Line(
                Writer.OFFICE,
                117 * DAY + 540,
                "Done. You have every other Tuesday at 8:00 AM, starting next month. Your Thursday "
                "visits before that stay as they are.\n\n"
                "The front door opens at 7:45, and there's coffee here too.",
            ),
            Line(
                Writer.CLIENT,
                80 * DAY + 390,
                "Two things. Tuesday mornings are going better than I thought. And I have to miss the "
                "next one, because work has a training that takes all day. Can I move only that one?",
            ),
            Line(
                Writer.OFFICE,
                79 * DAY + 1265,
                "I'm happy to hear that. I can offer the day after at noon, in person, or the same "
                "day at 6:00 PM by video. There's no late fee, since you told us so early.",
            ),
            Line(
                Writer.CLIENT, 79 * DAY + 1190, "The video one, please. Thank you for not making this hard."
            ),
            Line(
                Writer.OFFICE,
                79 * DAY + 871,
                "You're set for 6:00 PM by video. You'll get the usual reminder.",
            ),
            Line(
                Writer.OFFICE,
                63 * DAY + 700,
                "Good news! Wednesday at 5:00 PM opens up next month, and you're first on the list. "
                "Would you like it, or would you rather keep your Tuesday mornings?",
            ),
            Line(
                Writer.CLIENT,
                62 * DAY + 958,
                "I never thought I'd say this, but I want to keep Tuesdays. It turns out I like "
                "having the talk done before the day gets loud. Please give Wednesday to the next "
                "person.",
            ),
            Line(
                Writer.OFFICE,
                62 * DAY + 580,
                "I'll do that, and they'll be very happy. Tuesday at 8:00 AM stays yours.",
            ),
        ),
    ),
    Story(
        "records",
        "Superbill for my flexible spending account",
        (
            Line(
                Writer.CLIENT,
                54 * DAY + 1015,
                "Hello! My flexible spending account wants an itemized bill for all my visits so far. "
                "I think it's called a superbill? They need the dates, the codes and what I paid.\n\n"
                "They only take paper with a signature on it, which feels very last century. Sorry "
                "for the extra work.",
            ),
            Line(
                Writer.OFFICE,
                54 * DAY + 633,
                "Hi Alice, no trouble at all, and superbill is the right word. It takes two business "
                "days, because Terry has to sign it. Would you like it in the mail, or will you pick "
                "it up at your next visit?",
            ),
            Line(
                Writer.CLIENT,
                53 * DAY + 1322,
                "I'll pick it up, thanks. One more thing: a superbill lists my diagnosis, right? They "
                "told me they don't need that part, and I'd rather not share it.",
            ),
            Line(
                Writer.OFFICE,
                53 * DAY + 744,
                "I understand. Then I'll make an itemized receipt instead. It has the dates, the "
                "services and what you paid, and leaves the diagnosis off. If they ask for more, "
                "check with us first, and you decide what we send.\n\n"
                "It will be at the desk in an envelope with your name on it.",
            ),
        ),
    ),
    Story(
        "other",
        "A heavy week",
        (
            Line(
                Writer.CLIENT,
                33 * DAY + 256,
                "Hi Terry. This was a heavier week than I'd like. My grandmother moved out of her "
                "house, and helping her fit forty years into boxes hit me harder than I expected. I "
                "cried in the grocery store over a jar of plum jam that looked like hers.\n\n"
                "I'm okay, just tired and sad. I'm not asking for anything. You said I could write "
                "things down here so they don't get lost before next time.",
            ),
            Line(
                Writer.PROVIDER,
                32 * DAY + 1178,
                "Thank you for telling me, Alice. Forty years is a lot to carry down the stairs. I've "
                "put this first on our list for Tuesday.\n\n"
                "I also have an opening tomorrow at 1:00 PM by video, if you'd like to talk sooner. "
                "Either way is fine.",
            ),
            Line(
                Writer.CLIENT,
                32 * DAY + 930,
                "I think I can wait until Tuesday. My sister is coming over and we're going to sort "
                "the photos together. It helps to know it's on the list.\n\n"
                "Also, I went back and bought the jam.",
            ),
            Line(
                Writer.PROVIDER,
                32 * DAY + 655,
                "I'm glad your sister will be there, and I'm glad about the jam. See you Tuesday. If "
                "you'd like that earlier time after all, call the front desk and Nora will find us "
                "one.",
            ),
        ),
    ),
    Story(
        "appointment",
        "White page when I open the video link",
        (
            Line(
                Writer.CLIENT,
                4 * DAY + 870,
                "Hi, I have a video session with Terry coming up and tried the link ahead of time. It "
                "opens on my phone, but on my tablet I only get a white page. I'd love to use the "
                "tablet, because on the phone Terry is the size of a postage stamp.",
            ),
            Line(
                Writer.OFFICE,
                4 * DAY + 415,
                "Thanks for trying it early! A white page often means the browser needs an update. "
                "Could you update it and then open the link once more?",
            ),
            Line(
                Writer.CLIENT,
                1 * DAY + 1236,
                "Updated, restarted, crossed my fingers. Still white. It's a pretty old tablet, if "
                "that tells you anything.",
            ),
            Line(
                Writer.OFFICE,
                1267,
                "You did everything right. I asked for a fresh link that works better on older "
                "tablets, and I'll test it with you whenever you like. It takes five minutes. Just "
                "call the front desk.\n\n"
                "If the tablet still says no, Terry can talk with you by phone at the same time. You "
                "won't lose your session.",
                read=False,
            ),
        ),
    ),
    Story(
        "refill",
        "Sertraline 50 mg at a new pharmacy",
        (
            Line(
                Writer.CLIENT,
                2 * DAY + 488,
                "Hi Terry, Maple Street Pharmacy is closing, so I'm switching to Lantern Hill "
                "Pharmacy, around the corner from work. Their number is 555-0176. I have nine days of "
                "sertraline 50 mg left. Could the next refill go there?",
            ),
            Line(
                Writer.PROVIDER,
                1 * DAY + 940,
                "Hi Alice, thanks for the early notice. I've sent your request to Dr. Okafor with the "
                "new pharmacy's name and number.",
                read=False,
            ),
            Line(
                Writer.PROVIDER,
                312,
                "I called Lantern Hill, and they have the prescription. They expect it to be ready "
                "tomorrow after 3:00 PM. Please bring your insurance card, since it's your first time "
                "there.",
                read=False,
            ),
        ),
        notes=(
            Note(
                Writer.PROVIDER,
                330,
                "Dr. Okafor signed it this morning. Lantern Hill had the old phone number for us; it is mended "
                "there now.",
            ),
        ),
    ),
    Story(
        "other",
        "Thank you for the sleep sheet",
        (
            Line(
                Writer.CLIENT,
                134,
                "Hi Terry, no question this time. I just wanted to say thank you.\n\n"
                "I've filled in the sleep sheet for three weeks now, and I can finally see the "
                "pattern you were talking about. The nights when I leave my phone in the kitchen are "
                "the good ones. Who knew? (You knew.)\n\n"
                "I'll bring the sheet on Tuesday. My sister says hello, and that I'm nicer before "
                "breakfast.",
                read=False,
            ),
        ),
    ),
)
