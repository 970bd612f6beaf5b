from bot.answers.fill import fill, placeholders


def test_values_are_put_in_and_escaped():
    assert fill("Hi {name}", {"name": "<b>A & B</b>"}, set()) == "Hi &lt;b&gt;A &amp; B&lt;/b&gt;"


def test_a_line_with_an_unknown_fact_is_left_out():
    assert fill("Address: {street}\nPhone: {phone}\nBye", {"street": "Rue"}, {"phone", "street"}) == "Address: Rue\nBye"


def test_a_line_may_wait_for_a_fact_to_be_unknown():
    text = "Phone: {phone}\n{!phone}I have no number."
    assert fill(text, {}, {"phone"}) == "I have no number."
    assert fill(text, {"phone": "1"}, {"phone"}) == "Phone: 1"


def test_an_empty_line_does_not_grow_where_a_line_was_left_out():
    assert fill("A\n\n{phone}\n\nB", {}, {"phone"}) == "A\n\nB"


def test_a_name_without_value_stays_visible_for_the_check():
    assert fill("Hi {nobody}", {}, set()) == "Hi {nobody}"


def test_placeholders_count_conditions_too():
    assert placeholders("{a}\n{!b}c") == {"a", "b"}
