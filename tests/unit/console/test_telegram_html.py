"""What the Playground shows of Telegram's HTML, and what it never lets through."""

import re

import pytest

from bot.console.telegram_html import safe_html, safe_text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<b>bold</b> <strong>bold</strong>", "<b>bold</b> <b>bold</b>"),
        ("<i>a</i><em>b</em><u>c</u><ins>d</ins>", "<i>a</i><i>b</i><u>c</u><u>d</u>"),
        ("<s>a</s><strike>b</strike><del>c</del>", "<s>a</s><s>b</s><s>c</s>"),
        ("<code>x &lt; y</code>", "<code>x &lt; y</code>"),
        ('<pre><code class="language-python">x</code></pre>', "<pre><code>x</code></pre>"),
        ("<blockquote expandable>a</blockquote>", "<blockquote>a</blockquote>"),
        ("<tg-spoiler>x</tg-spoiler>", '<span class="spoiler" tabindex="0">x</span>'),
        ("5 &lt; 6 &amp; 7 &gt; 6 &quot;", "5 &lt; 6 &amp; 7 &gt; 6 &quot;"),
        ("<b>a<i>b</b>c", "<b>a<i>b</i></b>c"),
        ("<b>never closed", "<b>never closed</b>"),
        ("closed</b> twice", "closed&lt;/b&gt; twice"),
        ("1 < 2", "1 &lt; 2"),
        ("line\nline", "line\nline"),
    ],
)
def test_telegrams_tags_are_shown(text, shown):
    assert str(safe_html(text)) == shown


def test_links_open_elsewhere_and_tell_nothing():
    shown = safe_html('<a href="https://belgium.iom.int/?a=1&amp;b=2" onclick="x">site</a>')
    assert shown == (
        '<a href="https://belgium.iom.int/?a=1&amp;b=2" target="_blank" rel="noopener noreferrer">site</a>'
    )


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<script>alert(1)",
        "<img src=x onerror=alert(1)>",
        "<svg/onload=alert(1)>",
        "<b onclick=alert(1) style=color:red>x</b>",
        '<a href="javascript:alert(1)">x</a>',
        '<a href=" java&#115;cript:alert(1)">x</a>',
        '<a href="data:text/html,x">x</a>',
        '<a href="//evil.example">x</a>',
        '<a href="http://[">x</a>',
        "<a>x</a>",
        '<a href="https://x" ><img src=x onerror=alert(1)></a>',
        "<!--<img src=x onerror=alert(1)>-->",
        "<!DOCTYPE html><style>*{}</style>",
        "<?php x ?>",
        "<![CDATA[<img src=x>]]>",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        '<span class="spoiler" onmouseover="x">x</span>',
        '<div hx-get="/account">x</div>',
        "<hx-partial hx-target=body>x</hx-partial>",
        "<b/><br/>",
        "https://x\"onmouseover=alert(1)//'",
        "<tg-spoiler><iframe src=x></tg-spoiler>",
    ],
)
@pytest.mark.parametrize("reader", [safe_html, safe_text])
def test_nothing_else_becomes_markup(reader, text):
    shown = str(reader(text))
    tags = re.findall(r"<[^>]*>", shown)
    allowed = re.compile(
        r"</?(b|i|u|s|code|pre|blockquote|span|a|button)>"
        r'|<span class="spoiler" tabindex="0">'
        r'|<a href="(https?|mailto|tel|tg):[^"<>]*" target="_blank" rel="noopener noreferrer">'
        r'|<button type="button" class="command" data-say="/\w+">'
    )
    assert [tag for tag in tags if not allowed.fullmatch(tag)] == []
    assert "<" not in allowed.sub("", shown)


def test_addresses_and_commands_in_plain_text_can_be_clicked():
    shown = safe_text("See https://belgium.iom.int/office. Or /help, not a/b nor 1/2.")
    assert '<a href="https://belgium.iom.int/office" target' in shown
    assert 'data-say="/help"' in shown
    assert shown.count("<button") == 1
    assert "</a>. Or" in shown


def test_commands_inside_code_and_links_stay_text():
    assert "<button" not in safe_html('<code>/start</code> <a href="https://x.org">/start</a>')
