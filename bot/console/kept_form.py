"""A form that could not be taken: signed out, or older than the session. What was filled in can be sent again."""

from starlette.responses import Response

from bot.console import csrf
from bot.console.visit import Visit

WRITTEN = ("note", "text", "pass_note", "reason")
"""Fields in which people write at length; the others travel along unseen."""

# To the element of every page that says so; the page itself, and what is being typed there, stays.
_ASIDE = {"HX-Retarget": "#signed-out", "HX-Reswap": "innerMorph"}


def offer(visit: Visit, signed_out: bool, keep: bool) -> Response:
    """The page with the filled-in form, to be looked at and sent again; `keep` is False for passwords."""
    fields = {name: value for name, value in visit.form.items() if name != csrf.FIELD} if keep else {}
    url = visit.request.url
    return visit.page(
        "kept_form.html",
        status=401 if signed_out else 403,
        signed_out=signed_out,
        action=f"{url.path}?{url.query}" if url.query else url.path,
        written={name: fields[name] for name in WRITTEN if fields.get(name)},
        fields=fields,
        resend=bool(fields) and _is_ours(visit),
    )


def notice(visit: Visit, signed_out: bool) -> Response:
    """The same for a part of a page, beside what is being typed."""
    response = visit.fragment("_signed_out.html", status=401 if signed_out else 403, signed_out=signed_out)
    response.headers.update(_ASIDE)
    return response


def _is_ours(visit: Visit) -> bool:
    """Whether the form was on a page of ours, says the browser.

    A form that another site filled in must never come back with a good token and a button. Browsers say nothing
    about it without https; then the text is only shown.
    """
    return visit.request.headers.get("sec-fetch-site") == "same-origin"
