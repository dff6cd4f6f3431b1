"""A whole study by keyboard: three reviewers, undo, reload, lost connection, expired session,
disagreement, adjudication, export, aggregation."""
import csv
import io
import os
import re
import sys

from browser import done, run, stage


def make_study(auditor):
    auditor.choose("a[href='/studies/new']")
    auditor.page.wait_for_url("**/studies/new")
    auditor.check("new-study")
    auditor.page.keyboard.press("Control+Home")
    for name, value in [("title", "Harbour Street"), ("top", "1"), ("reviewers", "3"),
                        ("overlap", "4"), ("secondLooks", "1"), ("gold", "3"), ("breakEvery", "6"),
                        ("pay", "10 cents"), ("seed", "1")]:
        auditor.write(f"#field-{name}", value)
    auditor.press("Enter")
    # Not accepted: the form comes back as it was filled in, at the first field that must be mended.
    auditor.page.wait_for_selector("#field-pay[aria-invalid]")
    auditor.until("document.activeElement.id === 'field-overlap'")
    assert auditor.page.input_value("#field-title") == "Harbour Street"
    assert auditor.page.input_value("#field-pay") == "10 cents"
    assert "amount" in auditor.text("#field-pay-fault")
    auditor.check("new-study-refused")
    auditor.write("#field-overlap", "3")
    auditor.write("#field-pay", "0.10")
    auditor.press("Enter")
    auditor.page.wait_for_url(re.compile(r"/studies/[0-9a-f]{32}$"), timeout=300000)
    return auditor.page.url


def invite(auditor, study, name, role="reviewer"):
    if auditor.page.url != study:
        auditor.choose(".button[href^='/studies/']")
        auditor.page.wait_for_url(study)
    if role == "adjudicator":
        auditor.tab_to("#field-role")
        auditor.press("ArrowDown")
    auditor.write("#field-name", name)
    auditor.press("Enter")
    auditor.page.wait_for_selector("#link")
    return auditor.text("#link")


def side(visitor, contrary):
    """The same side for the same frame, whoever looks; the contrary one turns every third around."""
    number = sum(visitor.text("#facts").encode())
    same = number % 2 == 0
    return not same if contrary and number % 3 == 0 else same


def place(visitor):
    return int(re.search(r"Pair (\d+) of", visitor.text("#place")).group(1))


def at(visitor, number):
    visitor.wait_text("#place", rf"Pair {number} of")


def answer(visitor, contrary=False):
    before = place(visitor)
    visitor.press("7" if side(visitor, contrary) else "1")
    return before


def saved(visitor):
    visitor.wait_text("#sync", "All answers are saved")


def review(visitor, link, contrary, difficult):
    visitor.open(link)
    visitor.page.wait_for_selector("#bench:not([hidden])")
    total = int(re.search(r"of (\d+)", visitor.text("#place")).group(1))
    assert total == 13, total
    if difficult:
        difficulties(visitor, link)
    while not visitor.page.is_visible("#end"):
        if visitor.page.is_visible("#pause"):
            if difficult:
                visitor.check("review-break")
            visitor.choose("#go-on")
        else:
            before = answer(visitor, contrary)
            visitor.until("""n => {
                const place = document.querySelector('#place').textContent;
                return (/^Pair /.test(place) && !place.startsWith(`Pair ${n} `))
                    || !document.querySelector('#pause').hidden
                    || !document.querySelector('#end').hidden;
            }""", before)
    saved(visitor)
    assert "13 of 13" in visitor.text("#place")


def difficulties(visitor, link):
    visitor.check("review")
    # Both pictures keep in step.
    visitor.press("+", "+", "]")
    styles = visitor.page.evaluate(
        "['probe', 'candidate'].map(id => document.getElementById(id).style.cssText)")
    assert styles[0] == styles[1] and "scale(2)" in styles[0], styles
    visitor.tab_to("#probe-view")
    visitor.press("ArrowLeft", "0", "f")
    assert visitor.page.is_visible("#frame-mark")
    visitor.check("review-frame")
    visitor.press("f")
    # Undo and redo, and both again after a reload.
    for number in (1, 2, 3):
        assert answer(visitor) == number
        at(visitor, number + 1)
    visitor.press("u", "u")
    at(visitor, 2)
    visitor.press("r")
    at(visitor, 3)
    saved(visitor)
    visitor.page.reload()
    at(visitor, 3)
    visitor.press("r")
    at(visitor, 4)
    visitor.page.reload()
    at(visitor, 4)
    visitor.press("u")
    at(visitor, 3)
    # A double click is one answer.
    visitor.page.dblclick(f".answer[data-value='{3 if side(visitor, False) else -3}']")
    at(visitor, 4)
    saved(visitor)
    # Without a connection answers wait in the browser, and a reload doesn't lose them.
    visitor.context.set_offline(True)
    answer(visitor)
    at(visitor, 5)
    visitor.wait_text("#sync", "1 answer kept in this browser")
    visitor.context.set_offline(False)
    saved(visitor)
    # So they do when the session is over, until the invitation is opened again.
    visitor.context.clear_cookies()
    answer(visitor)
    visitor.wait_text("#sync", "session is over: 1 answer kept")
    visitor.check("review-session-over")
    visitor.open(link)
    at(visitor, 6)
    # Nothing is taken in a break.
    visitor.press("p")
    visitor.page.wait_for_selector("#pause:not([hidden])")
    visitor.press("7")
    visitor.press("p")
    at(visitor, 6)


def adjudicate(visitor, link):
    visitor.open(link)
    count = 0
    while visitor.page.query_selector(".answers"):
        waiting = int(re.search(r"(\d+) disputed", visitor.text("#place")).group(1))
        if count == 0:
            visitor.check("adjudicate")
            disputed = waiting
        assert waiting == disputed - count
        with visitor.page.expect_navigation():
            visitor.press("2")
        count += 1
    assert "Nothing to adjudicate" in visitor.text("h1")
    # A slip can be mended: the decision before is shown, and the new one takes its place.
    visitor.choose("#decided summary")
    visitor.choose("#decided a")
    visitor.page.wait_for_selector("#before")
    visitor.check("adjudicate-again")
    with visitor.page.expect_navigation():
        visitor.press("6")
    visitor.choose("#decided summary")
    assert "+2" in visitor.text("#decided")
    return count


def main():
    with stage(sys.argv) as (console, visitor, folder):
        binary = sys.argv[1]
        auditor = visitor()
        auditor.page.goto(console.address)
        auditor.check("first")
        auditor.page.goto(console.address + "/join")
        auditor.check("join")
        auditor.open(console.auditor)
        auditor.check("studies")
        study = make_study(auditor)
        links = [invite(auditor, study, name) for name in ("ada", "ben", "cleo")]
        auditor.check("invitation")
        decider = invite(auditor, study, "dora", "adjudicator")
        for number, link in enumerate(links):
            reviewer = visitor()
            review(reviewer, link, contrary=number == 2, difficult=number == 0)
            if number == 0:
                reviewer.choose("#more")
                reviewer.wait_text("#spoken", "no more pairs")
                assert "13 of 13" in reviewer.text("#place")
                reviewer.check("review-end")
                reviewer.choose("#end a[href='/review/record']")
                reviewer.page.wait_for_url("**/record")
                assert reviewer.page.locator("tbody tr").count() == 13
                reviewer.check("record")
        disputed = adjudicate(visitor(), decider)
        assert disputed > 0, "the third reviewer disagreed"
        auditor.choose(".button[href^='/studies/']")
        auditor.page.wait_for_url(study)
        auditor.wait_text("#live", rf"{disputed}\s*adjudicated")
        auditor.check("study")
        with auditor.page.expect_download() as download:
            auditor.choose("a[href$='/export/verdicts/csv']")
        answers = os.path.join(folder, "answers.csv")
        download.value.save_as(answers)
        rows = list(csv.DictReader(open(answers, encoding="utf-8")))
        assert len(rows) == 3 * 12, len(rows)
        assert {row["worker"] for row in rows} == {"ada", "ben", "cleo"}
        auditor.choose("a[href$='/aggregate/dawid-skene']")
        auditor.page.wait_for_url("**/dawid-skene")
        auditor.check("aggregate")
        pairs = auditor.page.evaluate("""async address => {
            const answer = await fetch(address);
            return {text: await answer.text(), status: answer.status,
                head: answer.headers.get("Lookalike-Log-Entries") + ":"
                    + answer.headers.get("Lookalike-Log-Head")};
        }""", study + "/files/pairs.csv")
        assert pairs["status"] == 200, pairs
        decided = list(csv.DictReader(io.StringIO(pairs["text"])))
        assert sum(row["standing"] == "adjudicated" for row in decided) == disputed
        assert all(row["standing"] in ("agreed", "adjudicated", "known") for row in decided)
        assert "whole" in run(binary, "verify", "--data", console.data, "--head", pairs["head"])
        auditor.choose("main a[href^='/studies/']")
        auditor.page.wait_for_url(study)
        assert auditor.text("#head code") == pairs["head"]
        lookalike = os.path.join(os.path.dirname(binary), "lookalike")
        if os.path.exists(lookalike):
            table = run(lookalike, "review", "aggregate", answers)
            assert "12 tasks, 3 workers" in table, table
    done("study")


main()
