"""The beat: built first, then sent; what goes first, what waits, and who is cut."""

from forum.rooms import projection
from forum.rooms.beat_room import SIZES
from forum.rooms.connections import UNSEEN_AT_MOST
from forum.rooms.domain import commands as ask
from forum.rooms.domain.state import Member
from forum.rooms.frames import BURST
from tests.frames import every_byte
from tests.rooms.reference_reducer import seen
from tests.rooms.worlds import ANNA, BRYN, CERYS, MODERATOR, ROOM, World


def settled(*members, **options):
    """A world in which these and a moderator have had their burst."""
    world = World(**options)
    world.open(*members)
    world.beat()
    world.lines = {actor: world.join(actor) for actor in (*members, MODERATOR)}
    world.beat(2)
    return world


def test_somebody_who_comes_gets_exactly_24_frames_and_then_one_a_beat():
    for words in (0, 60):
        world = settled(ANNA, BRYN)
        for n in range(words):
            world.act(MODERATOR, ask.Say("en", f"{n} " + "x" * 900))
        line = world.join(CERYS)
        world.beat()
        assert len(line.frames) == BURST
        assert [r.fields.get("b") for r in line.read() if r.kind == "beat"] == list(range(24))
        assert line.kinds(BURST)[:2] == ["room:reset", "phase:changed"]
        world.beat(3)
        assert len(line.frames) == BURST + 3


def test_a_burst_tells_everything_that_the_page_must_show():
    world = settled(ANNA, BRYN)
    for n in range(12):
        world.say((ANNA, BRYN)[n % 2], f"message {n}")
    world.act(MODERATOR, ask.Hide(world.state.messages[3].id))
    world.act(MODERATOR, ask.Mute(ANNA.seat))
    world.beat(20)
    for actor in (ANNA, MODERATOR, CERYS):
        line = world.join(actor)
        world.beat(2)
        assert seen(line.page(), actor == MODERATOR) == world.view(actor)


def test_what_is_decided_in_one_beat_is_shown_in_the_next():
    world = settled(ANNA)
    world.act(ANNA, ask.Say("en", "x"))
    world.step()
    assert not world.lines[ANNA].texts(1)
    world.beat()
    assert world.lines[ANNA].texts(1) == ["x"]


def test_everything_is_built_before_anything_is_sent():
    world = settled(ANNA, BRYN)
    sent = len(world.lines[ANNA].frames)
    world.act(ANNA, ask.Say("en", "x"))
    world.wait(1)
    built = world.room.build(world.room.schedule.index(world.now), world.now)
    assert len(built) == 3
    assert len(world.lines[ANNA].frames) == sent
    world.act(ANNA, ask.WithdrawAll())
    world.room.deliver(built)
    assert len(world.lines[ANNA].frames) == sent + 1


def test_frames_leave_in_a_fresh_random_order():
    world = World()
    order = []
    lines = [world.join(Member(f"seat-{n}")) for n in range(8)]
    for n, line in enumerate(lines):
        line.send = lambda frame, n=n: order.append(n)
    world.beat(2)
    order.clear()
    world.beat(20)
    rounds = {tuple(order[k : k + 8]) for k in range(0, len(order), 8)}
    assert len(rounds) > 15
    assert all(sorted(one) == list(range(8)) for one in rounds)


def test_words_come_one_of_each_seat_in_turn_and_what_does_not_fit_waits():
    world = settled(ANNA, BRYN, CERYS, pace=0)
    for n in range(3):
        for actor in (ANNA, ANNA, BRYN, CERYS):
            world.act(actor, ask.Say("en", f"{actor.seat[5]}{n}".ljust(600, ".")))
    shown = []
    for _ in range(9):
        world.beat()
        shown.append([text[0] for text in world.lines[ANNA].texts(1)])
    assert shown[0] == ["a", "b", "c"]
    assert all(set(one) >= {"a"} for one in shown[:3])
    assert sum(len(one) for one in shown) == 12
    assert seen(world.lines[BRYN].page(), BRYN == MODERATOR) == world.view(BRYN)


def test_the_longest_message_is_never_starved_by_shorter_ones():
    world = settled(ANNA, BRYN, CERYS, pace=0)
    for _ in range(20):
        world.act(ANNA, ask.Say("en", "ŵ" * 600))
        world.act(BRYN, ask.Say("en", "y" * 1000))
        world.act(CERYS, ask.Say("en", "z" * 20))
    world.beat(80)
    assert len(world.lines[ANNA].page()["messages"]) == 60
    assert seen(world.lines[ANNA].page(), ANNA == MODERATOR) == world.view(ANNA)


def test_stop_and_hide_and_withdraw_go_before_words():
    world = settled(ANNA, BRYN, pace=0)
    shown = world.say(ANNA, "shown")
    world.beat()
    for _ in range(10):
        world.act(BRYN, ask.Say("en", "w" * 1000))
    world.beat(3)
    world.act(MODERATOR, ask.Hide(shown))
    world.act(MODERATOR, ask.StopRoom())
    world.beat()
    assert world.lines[ANNA].kinds(1)[:2] == ["phase:changed", "messages:removed"]


def test_however_much_goes_on_at_the_desk_a_fresh_call_is_shown():
    world = settled(ANNA)
    members = [Member(f"seat-{n}".ljust(16, "x")) for n in range(60)]
    world.open(*members)
    for _ in range(45):
        for member in members:
            world.act(member, ask.SayAside("en", "z" * 20))
        world.beat()
    world.act(ANNA, ask.SayAside("en", "here", "need"))
    for _ in range(15):
        for member in members:
            world.act(member, ask.SayAside("en", "z" * 20))
        world.beat()
    assert "here" in world.lines[MODERATOR].texts(15)
    world.settle()
    assert world.lines[MODERATOR].page()["asides"] == world.view(MODERATOR)["asides"]


def test_words_that_are_withdrawn_or_hidden_while_they_wait_are_never_sent():
    world = settled(ANNA, BRYN, pace=0)
    for _ in range(10):
        world.act(BRYN, ask.Say("en", "w" * 1000))
    world.act(ANNA, ask.Say("en", "x" * 1000))
    world.act(ANNA, ask.Say("en", "canary".ljust(500, ".")))
    world.beat()
    world.act(ANNA, ask.WithdrawAll())
    hidden = world.state.messages[-1].id
    world.act(MODERATOR, ask.Hide(hidden))
    world.beat(15)
    for actor in (ANNA, BRYN, MODERATOR):
        # The desk's frames are larger, so that it had them before.
        assert (b"canary" in every_byte(world.lines[actor])) == (actor == MODERATOR)
        assert len(world.lines[actor].page()["messages"]) == (10 if actor == MODERATOR else 9)
    assert seen(world.lines[MODERATOR].page(), MODERATOR == MODERATOR) == world.view(MODERATOR)


def test_a_removed_seat_is_told_and_then_cut_and_nobody_else():
    world = settled(ANNA, BRYN)
    world.say(ANNA)
    world.act(MODERATOR, ask.Remove(ANNA.seat))
    world.beat()
    assert world.lines[ANNA].page()["self"]["removed"] is True
    assert world.lines[ANNA].ends == []
    world.beat()
    assert world.lines[ANNA].ends == ["cut"]
    frames = len(world.lines[ANNA].frames)
    world.beat()
    assert len(world.lines[ANNA].frames) == frames
    assert world.lines[BRYN].ends == world.lines[MODERATOR].ends == []


def test_after_closed_was_shown_everybody_is_cut_and_the_room_is_finished():
    world = settled(ANNA, BRYN)
    world.act(MODERATOR, ask.EndRoom("en", "Thank you all."))
    world.act(MODERATOR, ask.CloseRoom())
    world.beat()
    assert not world.room.finished
    assert all(line.page()["phase"] == "closed" and not line.ends for line in world.lines.values())
    world.beat()
    assert world.room.finished
    assert all(line.ends == ["cut"] for line in world.lines.values())


def test_a_page_that_does_not_say_what_it_saw_is_cut():
    world = settled(ANNA, BRYN)
    world.dead = {ANNA}
    world.beat(UNSEEN_AT_MOST + 5)
    assert world.lines[ANNA].ends == ["cut"]
    assert world.lines[BRYN].ends == []


def test_a_page_cannot_say_that_it_saw_what_was_never_sent():
    world = settled(ANNA)
    connection = world.connections.find(ROOM, ANNA)
    connection.saw(2**53 - 1)
    assert connection.seen == connection.sent


def test_a_line_that_fails_is_out_and_the_others_notice_nothing():
    world = settled(ANNA, BRYN)
    world.lines[ANNA].fails = True
    before = len(world.lines[BRYN].frames)
    world.beat(2)
    assert [type(fault) for fault in world.faults] == [OSError]
    assert world.lines[ANNA].ends == ["cut"]
    assert len(world.lines[BRYN].frames) == before + 2


def test_an_open_room_rests_two_minutes_after_its_moderator_went():
    world = settled(ANNA)
    world.connections.drop(world.connections.find(ROOM, MODERATOR).sid)
    world.beat(119)
    assert world.lines[ANNA].page()["phase"] == "open"
    world.beat(3)
    assert [r.fields["why"] for r in world.lines[ANNA].read() if r.kind == "phase:changed"][-1] == "resting"
    assert world.lines[ANNA].page()["phase"] == "pause"


def test_a_moderator_whose_line_is_dead_is_not_there():
    world = settled(ANNA)
    world.act(ANNA, ask.SayAside("en", "", "need"))
    world.dead = {MODERATOR}
    world.beat(20)
    assert world.lines[ANNA].page()["self"]["aside"] == "nobody"
    world.beat(110)
    assert world.lines[ANNA].page()["phase"] == "pause"
    assert world.lines[MODERATOR].ends == []
    world.dead = set()
    world.beat(3)
    assert world.lines[ANNA].page()["self"]["aside"] == "sent"


def test_beats_that_the_server_missed_are_nobodys_silence():
    world = settled(ANNA)
    world.act(ANNA, ask.SayAside("en", "", "need"))
    for _ in range(5):
        world.wait(60)
        world.beat(2)
        assert world.lines[ANNA].page()["self"]["aside"] == "sent"
        assert world.lines[MODERATOR].page()["asides"][ANNA.seat]["up"] is True


def test_ages_are_coarse():
    world = settled(ANNA)
    ages = []
    world.say(ANNA)
    for seconds in (0, 100, 1000):
        world.wait(seconds)
        line = world.join(BRYN)
        world.beat(2)
        ages += [r.fields["a"] for r in line.read() if r.kind == "message:said"]
        world.connections.drop(world.connections.find(ROOM, BRYN).sid)
    assert ages == [0, 1, 2]


def changes(world):
    """The seconds after which a message of now has another age for those who come in then."""
    message = world.say(ANNA)
    ages = [(s, projection.said(world.state, message, world.cells(), "floor", (), world.now + s)) for s in range(1000)]
    told = [(seconds, record.fields["a"]) for seconds, record in ages]
    return tuple(next(seconds for seconds, a in told if a == wanted) for wanted in (1, 2))


def test_an_age_changes_at_a_moment_of_each_messages_own():
    world = settled(ANNA)
    first, second = zip(*(changes(world) for _ in range(40)), strict=True)
    assert 30 <= min(first) < 45 < 75 < max(first) <= 91
    assert 300 <= min(second) < 450 < 750 < max(second) <= 901
    assert len(set(first)) > 20


def test_frames_are_numbered_by_beat_under_one_epoch():
    world = settled(ANNA)
    world.beat(5)
    beats = [r.fields for r in world.lines[ANNA].read() if r.kind == "beat"]
    assert [b["f"] for b in beats[24:]] == [beats[0]["f"] + k for k in range(1, len(beats) - 23)]
    assert {b["e"] for b in beats} == {world.state.epoch}


def test_the_number_of_a_frame_does_not_date_the_room():
    firsts = []
    for seed in range(20):
        world = settled(ANNA, seed=seed)
        firsts.append(next(r.fields["f"] for r in world.lines[ANNA].read()))
        assert world.connections.find(ROOM, ANNA).sent == firsts[-1] + 1
    assert len({f // 2**24 for f in firsts}) == 20
    assert max(firsts) < 2**33


def test_rooms_beat_at_different_moments():
    from forum.rooms.domain.schedule import schedule_of

    offsets = {schedule_of(f"room-{n}", 1.0).offset for n in range(50)}
    assert len(offsets) == 50
    assert all(0 <= offset < 1 for offset in offsets)
    for n in range(50):
        schedule = schedule_of(f"room-{n}", 0.05)
        assert all(schedule.index(schedule.at(k)) == k for k in range(20_000, 20_200))


def test_every_frame_of_an_audience_is_of_one_size():
    world = settled(ANNA, BRYN)
    world.say(ANNA, "x" * 1000)
    world.beat(3)
    for actor, audience in ((ANNA, "floor"), (BRYN, "floor"), (MODERATOR, "desk")):
        assert {len(frame) for _, frame in world.lines[actor].frames} == {sum(SIZES[audience]) // 3 * 4}
