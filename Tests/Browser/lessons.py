"""Every lesson to its end by keyboard, a class of five, and the report viewer; each kind of page is
checked with axe-core, light and dark, wide and narrow."""
import json
import os
import re
import sys
import tempfile

from browser import done, run, stage

LESSONS = {"percent": 5, "cameras": 5, "alerts": 4, "pay": 4}


def drawn(visitor, where="main"):
    """Every figure is drawn: its canvas is there and not blank, its table is closed behind it."""
    visitor.until(
        "w => [...document.querySelectorAll(w + ' [data-chart]')].every(p => p.querySelector('canvas'))",
        where)
    blank = visitor.page.evaluate("""w => [...document.querySelectorAll(w + ' [data-chart] canvas')].filter(c => {
        const pixels = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;
        for (let i = 3; i < pixels.length; i += 4) if (pixels[i]) return false;
        return true;
    }).length""", where)
    assert blank == 0, f"{blank} blank figures on {visitor.page.url}"
    closed = visitor.page.evaluate(
        "w => [...document.querySelectorAll(w + ' figure details')].every(d => !d.open)", where)
    assert closed, f"a table is open on {visitor.page.url}"


def guess(visitor):
    """Answers the step's question, a number or a choice, where there is one."""
    if visitor.page.query_selector("#field-guess"):
        visitor.write("#field-guess", "40")
    elif visitor.page.query_selector("input[name=guess]"):
        visitor.tab_to("input[name=guess]")
        visitor.press("Space", "ArrowDown")
    else:
        return
    visitor.press("Enter")
    visitor.page.wait_for_selector("#answer")


def slide(visitor):
    """Moves the first slider by an arrow key: the words change, the figures are drawn again."""
    if not visitor.page.query_selector("form.settings input[type=range]"):
        return
    visitor.tab_to("form.settings input[type=range]")
    before = visitor.text("#sentence")
    label = visitor.page.evaluate("document.activeElement.getAttribute('aria-valuetext')")
    at_first = visitor.page.evaluate("document.activeElement.value === document.activeElement.min")
    visitor.press("ArrowRight" if at_first else "ArrowLeft")
    now = visitor.page.evaluate("document.activeElement.getAttribute('aria-valuetext')")
    assert label != now, f"the slider does not say its value on {visitor.page.url}"
    visitor.until(
        "b => document.getElementById('sentence').textContent !== b", before)
    # The address says what is set, so that reload and back show the same.
    shown = visitor.text("#sentence")
    visitor.page.reload()
    assert visitor.text("#sentence") == shown, f"reload changes {visitor.page.url}"


def lesson(visitor, address, name, steps):
    visitor.page.goto(address + "/lessons")
    visitor.choose(f"a[href='/lessons/{name}']")
    visitor.page.wait_for_url(f"**/lessons/{name}")
    visitor.check(f"lesson-{name}")
    visitor.page.keyboard.press("Control+Home")
    visitor.choose("p.onward a")
    for number in range(1, steps + 1):
        visitor.page.wait_for_url(re.compile(rf"/lessons/{name}/{number}(\?|$)"))
        if number == 1:
            visitor.check(f"lesson-{name}-1-question")
        guess(visitor)
        drawn(visitor)
        slide(visitor)
        drawn(visitor)
        visitor.check(f"lesson-{name}-{number}")
        visitor.choose("#onward")
    visitor.page.wait_for_url("**/lessons")
    done(f"lesson {name}")


def ends(visitor, address):
    """The last step says what could not be known, and what to take home."""
    for name, steps in LESSONS.items():
        visitor.page.goto(f"{address}/lessons/{name}/{steps}?guess=1")
        assert visitor.page.query_selector("#take-home")
        assert "could not be known" in visitor.text("main")


def reviewer(visitor, address):
    visitor.page.goto(address + "/lessons/reviewer")
    visitor.check("lesson-reviewer")
    visitor.choose("p.onward a")
    for number in range(1, 25):
        visitor.wait_text("#progress-text", rf"Pair {number} of 24")
        assert bool(visitor.page.query_selector("#machine")) == (number > 12)
        if number in (1, 13):
            visitor.check(f"lesson-reviewer-pair-{number}")
        if number == 4:
            # Takes an answer back and gives it again.
            visitor.choose("#undo")
            visitor.wait_text("#progress-text", "Pair 3 of 24")
            visitor.choose("button[value='5']")
            visitor.wait_text("#progress-text", "Pair 4 of 24")
        visitor.choose(f"button[value='{(number * 5) % 7}']")
    visitor.page.wait_for_selector("#take-home")
    assert "95 % interval" in visitor.text("main")
    visitor.check("lesson-reviewer-outcome")
    visitor.choose("#onward")
    done("lesson reviewer")


def classroom(auditor, visitors, console):
    auditor.open(console.auditor)
    auditor.page.wait_for_url("**/studies")
    auditor.choose("a[href='/classes']")
    auditor.page.wait_for_url("**/classes")
    auditor.check("classes")
    auditor.write("#field-name", "Room 7")
    auditor.press("Enter")
    auditor.page.wait_for_selector(".code")
    auditor.check("class-opened")
    code = auditor.text(".code")
    link = auditor.page.inner_text("main code")
    teacher = visitors()
    teacher.open(link)
    teacher.page.wait_for_url("**/class")
    for number in range(5):
        assert not teacher.page.query_selector("[data-chart]"), "a result before the fifth answer"
        student = visitors()
        student.page.goto(console.address + "/lessons")
        student.choose("a[href='/lessons/class']")
        student.page.wait_for_url("**/lessons/class")
        if number == 0:
            student.check("class-join")
        student.write("#field-code", code.lower())
        student.press("Enter")
        student.page.wait_for_url("**/lessons")
        student.choose("a[href='/lessons/percent']")
        student.page.wait_for_url("**/lessons/percent")
        student.choose("p.onward a")
        student.page.wait_for_url("**/percent/1")
        student.write("#field-guess", str(10 * number))
        student.press("Enter")
        student.page.wait_for_selector("#answer")
        student.context.close()
        with teacher.page.expect_navigation():
            teacher.choose("main a.button")
    drawn(teacher)
    assert "5 answers. The middle of the first 5: 20" in teacher.text("main")
    teacher.check("class")
    done("class")


def viewer(visitor, address, binary):
    program = os.path.join(os.path.dirname(binary), "lookalike")
    text = run(program, "review", "simulate", "once", "--seed", "1", "--format", "json")
    visitor.page.goto(address + "/viewer")
    visitor.check("viewer")
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "once.json")
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        visitor.page.set_input_files("#field-file", path)
        visitor.wait_text("#viewer-status", "is shown below")
        drawn(visitor, "#report")
        visitor.check("viewer-report")
        evil = dict(json.loads(text), title="<img src=x onerror=alert(1)><script>alert(1)</script>")
        with open(path, "w", encoding="utf-8") as file:
            json.dump(evil, file)
        visitor.page.set_input_files("#field-file", [])
        visitor.page.set_input_files("#field-file", path)
        visitor.wait_text("#report", "onerror=alert")
        assert not visitor.page.query_selector("#report img, #report script")
        with open(path, "w", encoding="utf-8") as file:
            file.write("<html><body onload=alert(1)>")
        visitor.page.set_input_files("#field-file", [])
        visitor.page.set_input_files("#field-file", path)
        visitor.wait_text("#viewer-status", "no JSON")
    assert not visitor.faults, visitor.faults
    done("viewer")


def without_script(visitor, address):
    """Without script every number is there as a table, and the forms work."""
    visitor.page.goto(address + "/lessons/percent/1")
    visitor.page.fill("#field-guess", "40")
    visitor.page.click("form.predict button")
    visitor.page.wait_for_selector("#answer")
    assert visitor.page.is_visible("figure table"), "the table is closed without script"
    before = visitor.text("#sentence")
    visitor.page.press("form.settings input[type=range]", "ArrowLeft")
    with visitor.page.expect_navigation():
        visitor.page.click("form.settings button")
    assert visitor.text("#sentence") != before
    done("without script")


def main():
    with stage(sys.argv) as (console, visitors, _):
        learner = visitors()
        learner.page.goto(console.address + "/lessons")
        learner.check("lessons")
        for name, steps in LESSONS.items():
            lesson(learner, console.address, name, steps)
        ends(learner, console.address)
        reviewer(learner, console.address)
        viewer(learner, console.address, sys.argv[1])
        without_script(visitors(java_script_enabled=False), console.address)
        classroom(visitors(), visitors, console)
    done("lessons")


if __name__ == "__main__":
    main()
