"""Everything that the ticket pages promise: each sentence with the tests that show it, and what they were tried on.

A sabotage takes away one guard; with it in force each of the named tests has to fail (`tests/proof/test_claims.py`).
What no test can show is no promise and stands apart, as a warning.
"""

from dataclasses import dataclass

GAME = "tests/tickets/test_linkage_game.py"
ENDING = "tests/issuer/test_ending.py"
ALIKE = "tests/issuer/test_refusals_alike.py"
COLLECT = "tests/js/attendance_collect.test.js"
LOCKER = "tests/js/attendance_locker.test.js"
PAGES = "tests/js/proof_collecting.test.js"
DOOR = "tests/attendance/test_door.py"
EDITIONS = "tests/locker/test_editions.py"
APART = "tests/proof/test_apart.py"
LIMITS = "tests/proof/test_limits.py"


def _(sentence: str) -> str:
    """Marks a sentence for translation; the pages translate it when they show it."""
    return sentence


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence that holds, the tests that show it, the sabotage that turns them red, and the standard's section."""

    id: str
    sentence: str
    tests: tuple[str, ...]
    sabotage: str
    standard: str = ""


@dataclass(frozen=True, slots=True)
class Warned:
    """One sentence about what lies outside our programs."""

    id: str
    sentence: str


PROMISES = (
    Claim(
        "not-matched",
        _(
            "The ticket you carry in cannot be matched to the card you were given by anything our servers "
            "keep, and not later either, if you collected it ahead."
        ),
        (
            f"{GAME}::test_every_ticket_of_the_browsers_module_fits_every_answer_equally",
            "tests/js/attendance_vectors.test.js::blinds and salts are fresh each time",
        ),
        "constant-blind",
        "RFC 9474, 4.2; RFC 9576, 3.3",
    ),
    Claim(
        "key-gone",
        _("When collecting closes, the key that stamps tickets is destroyed, with all notes of what was stamped."),
        (
            f"{ENDING}::test_closing_answers_the_count_destroys_key_and_hashes_and_can_be_repeated",
            f"{ENDING}::test_a_secret_is_overwritten_before_its_file_goes",
        ),
        "keys-kept",
    ),
    Claim(
        "no-code-kept",
        _("The code on your card is never written down, only a mark made from it that cannot be turned back."),
        (f"{ENDING}::test_no_code_in_clear_is_ever_on_disk",),
        "codes-kept",
    ),
    Claim(
        "two-programs",
        _("Two programs share the work. One stamps tickets, one lets you in. Neither opens the other’s files."),
        (f"{APART}::test_neither_program_opens_a_file_of_the_other",),
        "door-that-pries",
        "RFC 9576, 4",
    ),
    Claim(
        "public-keys",
        _("The one that lets you in can check a ticket and cannot make one."),
        (f"{APART}::test_the_door_runs_where_no_private_key_can_be_read",),
        "door-with-keys",
        "RFC 9578, 6",
    ),
    Claim(
        "no-cookie",
        _("The one that stamps gets no cookie from your browser, and is not told which page you came from."),
        (f"{COLLECT}::the issuer gets a plain form and nothing of the browser's",),
        "talkative-page",
    ),
    Claim(
        "every-session",
        _("Your page asks for a ticket to every session on the list, so asking does not tell which one you want."),
        (f"{PAGES}::the page asks for every session that still collects, and once more for the locker",),
        "choosy-page",
    ),
    Claim(
        "one-list",
        _("Everybody gets the same list of keys. Your page checks that, and stops if its list is another one."),
        (f"{COLLECT}::a key list with another hash stops the page, and no code is sent",),
        "any-list-will-do",
        "RFC 9576, 6.2",
    ),
    Claim(
        "twelve-words",
        _("Twelve words stand for the list of keys. They are on a public notice, and on the page for experts."),
        ("tests/proof/test_ticket_pages.py::test_notice_and_experts_page_show_the_words_of_the_list",),
        "words-of-another-list",
        "RFC 9576, 6.2",
    ),
    Claim(
        "stamp-checked",
        _("Your page checks the stamp as well. It throws away a ticket that somebody tampered with."),
        (f"{COLLECT}::a bit turned on the way back: refused, discarded, not asked for again",),
        "any-stamp-will-do",
        "RFC 9474, 4.4; RFC 8017, 8.1.2",
    ),
    Claim(
        "one-seat",
        _("One ticket opens one seat."),
        (
            f"{DOOR}::test_the_same_ticket_with_another_secret_is_already_used",
            f"{LIMITS}::test_a_ticket_that_was_copied_opens_no_second_seat",
        ),
        "forgetful-door",
    ),
    Claim(
        "way-back",
        _("If your phone goes flat, the same ticket leads back to the same seat."),
        (f"{DOOR}::test_the_same_pair_comes_back_to_the_same_seat_with_a_new_cookie",),
        "no-way-back",
    ),
    Claim(
        "nobody-mints",
        _(
            "At the end our programs count: never more seats than tickets used, never more of those than "
            "were collected."
        ),
        ("tests/sessions/test_sessions.py::test_more_seats_than_tickets_collected_is_noticed",),
        "count-that-is-never-wrong",
    ),
    Claim(
        "same-refusal",
        _(
            "A card that is unknown, out of date, cancelled or used gets the same answer, so a try tells "
            "nothing about it."
        ),
        (f"{ALIKE}::test_all_four_are_refused_with_the_same_bytes",),
        "telling-refusals",
    ),
    Claim(
        "no-address",
        _(
            "We do not keep the address of your device, the kind of browser, or the page you came from. "
            "They are thrown away before our program sees them."
        ),
        ("tests/privacy/test_nothing_is_handed_on.py::test_the_applications_are_handed_nothing_about_who_asks",),
        "edge-off",
    ),
    Claim(
        "sealed-box",
        _("Only your words open your box. They never leave your page."),
        (f"{LOCKER}::other words, or another key list, open nothing",),
        "box-for-everybody",
    ),
    Claim(
        "whole-locker",
        _(
            "On the night your page fetches every box there is, and finds its own by itself. We do not "
            "learn which one it is."
        ),
        (f"{LOCKER}::among 200 boxes the own one is found, wherever it lies, and every one is tried",),
        "hasty-search",
    ),
    Claim(
        "one-locker",
        _("Both programs must name the same boxes, for everybody. If they do not, your page stops."),
        (
            f"{LOCKER}::the page stops at a locker with another box in it",
            f"{LOCKER}::the page stops at a locker with an edition nobody was told of",
        ),
        "any-locker-will-do",
        "RFC 9576, 6.2",
    ),
)
"""What holds."""

LIMITS_SHOWN = (
    Claim(
        "crowd",
        _(
            "A ticket can only hide you among the tickets collected for this session. One person may hold "
            "several. If everyone who collected comes, anyone who knows who collected knows who came."
        ),
        (f"{LIMITS}::test_one_person_with_several_cards_looks_like_several_people",),
        "one-seat-a-browser",
        "RFC 9576, 3.3",
    ),
    Claim(
        "boxes-counted",
        _(
            "Anyone who looks at all the boxes once cannot tell how many of them belong to somebody. Anyone who "
            "looks again and again can count those that came in between."
        ),
        (f"{EDITIONS}::test_a_locker_looks_the_same_however_many_boxes_were_put_in",),
        "locker-without-fillers",
    ),
    Claim(
        "words-are-the-key",
        _("Anyone who has your words can use your ticket."),
        (f"{LOCKER}::a box opens with its words and gives back every ticket",),
        "box-of-one-page",
    ),
    Claim(
        "lost-words",
        _("If you lose them, take another card; nobody will ask why."),
        (f"{LIMITS}::test_somebody_who_lost_a_ticket_comes_in_with_another_card",),
        "one-card-each",
    ),
    Claim(
        "next-session",
        _("Because we cannot tell who is who, we cannot keep one person out of the next session."),
        (f"{LIMITS}::test_somebody_who_was_removed_comes_to_the_next_session",),
        "black-list",
    ),
)
"""What is not protected, where a test can show it: with a different promise these would fail."""

WARNINGS = (
    Warned(
        "late-door",
        _(
            "If you collect a ticket and come in at once, someone who watches both of our programs at that "
            "moment could match your card to your seat. Collecting a day earlier avoids that."
        ),
    ),
    Warned(
        "connection",
        _(
            "It does not hide your device or your connection. Use your own phone, a private window or Tor "
            "Browser, not a work device or network, which may open encrypted traffic."
        ),
    ),
    Warned(
        "people",
        _("Somebody here may know you, may hold more than one card, may photograph the screen."),
    ),
    Warned("writing", _("What you write can identify you.")),
    Warned(
        "cheating",
        _("It cannot protect you from a server that has been changed to cheat. Here is how that would be noticed:"),
    ),
)
"""What is not protected, and no test of ours can show."""

CLAIMS = {claim.id: claim for claim in (*PROMISES, *LIMITS_SHOWN)}

SECTIONS = (
    (_("The message that is signed: type, nonce, challenge, key"), "RFC 9578, 6.1"),
    (_("The challenge: issuer, session, door"), "RFC 9577, 2.1"),
    (_("Encoding with SHA-384 and a salt of 48 bytes"), "RFC 8017, 9.1.1 and B.2.1; RFC 9474, 5"),
    (_("Blinding, in the page"), "RFC 9474, 4.2"),
    (_("Signing, at the issuer; the result is checked before it leaves"), "RFC 9474, 4.3; RFC 8017, 5.2.1"),
    (_("Signing in a time that says nothing"), "RFC 9474, 7.1"),
    (_("Taking the blind off, and checking, in the page"), "RFC 9474, 4.4; RFC 9578, 6.3"),
    (_("The ticket"), "RFC 9577, 2.2"),
    (_("Checking it at the door"), "RFC 9578, 6.4; RFC 8017, 8.1.2"),
    (_("How keys are written and named; no two short names alike"), "RFC 9578, 6.5"),
    (_("A key for this use only"), "RFC 9474, 6.2; RFC 9578, 6.5"),
    (_("The same keys for everybody"), "RFC 9576, 6.2"),
    (_("Who runs what"), "RFC 9576, 4"),
    (_("What times and addresses give away"), "RFC 9576, 6.3"),
)
"""Which section of which standard a step follows."""
