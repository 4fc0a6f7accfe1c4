"""The night page as an installed app: small, quick, dark from the first paint, and nobody's data in its caches."""

import base64
import gzip
import json
import re
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect

from tests.live_rows import rows

FIRST_LOAD, CACHED_LOAD = 40_000, 5_000
HEADERS = 350
SLOW = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
CACHES = """async () => {
  const found = {};
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      found[`${name} ${new URL(request.url).pathname}`] = await (await cache.match(request)).text();
    }
  }
  return found;
}"""
NEW_WORKER = """async () => {
  const { active } = await navigator.serviceWorker.getRegistration("/now/");
  return active.state === "activated" && (await caches.keys()).length === 2;
}"""
AS_APP = """(() => {
  const real = matchMedia;
  matchMedia = (query) => (query === "(display-mode: standalone)" ? { matches: true } : real(query));
})()"""
BRIGHTEST = """async (shot) => {
  const bytes = Uint8Array.from(atob(shot), (letter) => letter.charCodeAt(0));
  const image = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
  const brush = new OffscreenCanvas(4, 4).getContext("2d");
  brush.drawImage(image, 0, 0);
  return Math.max(...brush.getImageData(0, 0, 4, 4).data.filter((_, place) => place % 4 < 3));
}"""
PAINTED = """() => new Promise((resolve) => {
  const look = () => {
    const [paint] = performance.getEntriesByName("first-contentful-paint");
    const button = document.querySelector(".now-first");
    if (!paint || !button?.offsetHeight) return setTimeout(look, 10);
    const { left, top } = button.getBoundingClientRect();
    const isOnTop = document.elementFromPoint(left + 40, top + 40) === button;
    return resolve([paint.startTime, performance.now(), isOnTop]);
  };
  look();
})"""


def installed(phone, who=None):
    mine = phone()
    if who:
        mine.signs_in(who)
    mine.opens_night_page()
    mine.page.wait_for_function("() => navigator.serviceWorker.controller")
    return mine


@contextmanager
def counted(phone):
    """Bytes that came over the network for the page itself, as the browser counted them."""
    devtools, sizes = phone.context.new_cdp_session(phone.page), []
    devtools.send("Network.enable")
    devtools.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    yield sizes
    phone.page.wait_for_load_state("networkidle")


def test_it_can_be_installed(phone):
    mine = installed(phone)
    devtools = mine.context.new_cdp_session(mine.page)

    manifest = devtools.send("Page.getAppManifest")
    errors = devtools.send("Page.getInstallabilityErrors")["installabilityErrors"]

    # A browser profile that only a test uses counts as a private window.
    assert [error for error in errors if error["errorId"] != "in-incognito"] == []
    assert manifest["errors"] == []
    told = json.loads(manifest["data"])
    assert [one["name"] for one in told["shortcuts"]] == ["Cramp now", "It stopped", "Tingling now"]
    assert {(one["sizes"], one["purpose"]) for one in told["icons"]} >= {
        ("192x192", "any"), ("512x512", "any"), ("512x512", "maskable"),
    }  # fmt: skip


def test_every_icon_has_the_size_it_claims(phone):
    mine = phone()
    mine.opens_night_page()
    sizes = mine.page.evaluate("""async () => {
      const manifest = await (await fetch("/now/manifest.webmanifest")).json();
      return Promise.all(manifest.icons.map(async (icon) => {
        const image = await createImageBitmap(await (await fetch(icon.src)).blob());
        return [icon.sizes, `${image.width}x${image.height}`];
      }));
    }""")

    assert sizes
    assert all(claimed == real for claimed, real in sizes)


def test_what_is_kept_on_the_phone_holds_no_data(phone):
    mine = installed(phone, "alice")
    mine.taps("Cramp now")
    mine.says("Saved in your journal")
    for path in ("/today/", "/journal/", "/labs/", "/settings/", "/now/"):
        mine.open(path)

    kept = mine.page.evaluate(CACHES)

    paths = {name.split()[1] for name in kept}
    assert "/now/" in paths
    assert all(path == "/now/" or path.startswith("/static/") for path in paths)
    for name, text in kept.items():
        if name.endswith(" /now/"):
            assert not re.search("alice|csrf|client_id|[0-9a-f]{8}-[0-9a-f]{4}-", text, re.IGNORECASE), name


def test_pages_made_for_somebody_are_not_there_without_network(phone):
    mine = installed(phone, "alice")
    mine.open("/today/")
    mine.goes_offline()

    with pytest.raises(Exception, match="ERR_INTERNET_DISCONNECTED"):
        mine.open("/today/")


def test_a_new_version_strands_nobody(site, phone):
    """An open page of the old version, a new worker, and an entry that waited through it."""
    mine = installed(phone, "carol")
    mine.becomes_own()
    mine.goes_offline()
    mine.logs()
    mine.page.goto("about:blank")
    old = "Cramp now"
    (symptom,) = [
        row for row in rows(site, "SELECT slug, log_label FROM journal_symptomtype") if row[1] == old
    ]
    site.manage("shell", "-c", relabelled(symptom[0], "Cramp right now"))
    try:
        mine.comes_online()
        mine.open("/now/")
        expect(mine.page.get_by_role("button", name=old, exact=True)).to_be_visible()
        mine.waits_for(NEW_WORKER)
        # The old page, the new worker.
        mine.page.get_by_role("button", name=old, exact=True).click()
        mine.says("Saved in your journal")
        mine.waits_until_sent()
        mine.goes_back()
        mine.open("/now/")
        expect(mine.page.get_by_role("button", name="Cramp right now")).to_be_visible()
    finally:
        site.manage("shell", "-c", relabelled(symptom[0], old))


def relabelled(slug, label):
    return f"from journal.models import SymptomType as S; S.objects.filter(slug={slug!r}).update(log_label={label!r})"


def test_the_first_load_is_small(phone):
    """Everything counts: page, worker, shell, manifest, icon; packed as they are sent in production."""
    mine = phone()
    got = {}
    mine.context.on("response", lambda answer: got.setdefault(answer.url, answer))
    mine.opens_night_page()
    mine.page.wait_for_function("() => navigator.serviceWorker.controller")
    mine.page.wait_for_load_state("networkidle")
    also = ["/sw.js", "/now/", "/now/manifest.webmanifest", "/static/icons/app-192.png"]
    bodies = {url: answer.body() for url, answer in got.items()}
    bodies |= {f"again {path}": mine.context.request.get(mine.url + path).body() for path in also}
    packed = {url: len(gzip.compress(body)) + HEADERS for url, body in bodies.items()}
    total = sum(packed.values())

    print(f"\nfirst load: {total} bytes in {len(packed)} answers")  # noqa: T201
    assert total <= FIRST_LOAD, packed


def test_a_load_from_the_phone_is_tiny(phone):
    mine = installed(phone, "alice")

    with counted(mine) as sizes:
        mine.page.reload()
        expect(mine.page.get_by_role("button", name="Cramp now")).to_be_visible()

    # The browser also asks whether there is a new worker.
    worker = len(mine.context.request.get(mine.url + "/sw.js").body()) + HEADERS
    print(f"\ncached load: {sum(sizes)} bytes, and {worker} for the worker's own update")  # noqa: T201
    assert sum(sizes) + worker <= CACHED_LOAD


def test_buttons_are_soon_there_on_a_slow_network(phone):
    """400 ms and 400 kbit/s, nothing kept. The figures are printed: this machine may be busy."""
    mine = phone()
    devtools = mine.context.new_cdp_session(mine.page)
    devtools.send("Network.enable")
    devtools.send("Network.emulateNetworkConditions", SLOW)

    mine.page.goto(mine.url + "/now/", wait_until="commit")
    painted, tappable, is_on_top = mine.page.evaluate(PAINTED)

    print(f"\ncold and slow: first paint {painted:.0f} ms, buttons {tappable:.0f} ms (aim 1500)")  # noqa: T201
    assert is_on_top


def test_the_first_paint_is_dark(phone):
    """Also before the style sheet is there: the browser's own ground is near black, never white."""
    mine = phone()
    mine.context.route("**/*.css", lambda route: route.abort())
    mine.opens_night_page()

    shot = mine.page.screenshot(clip={"x": 380, "y": 300, "width": 4, "height": 4})
    brightest = mine.page.evaluate(BRIGHTEST, base64.b64encode(shot).decode())

    assert brightest <= 40


def test_a_tap_that_is_faster_than_the_script_is_not_lost(phone):
    mine = installed(phone, "dan")
    mine.becomes_own()
    mine.goes_offline()
    mine.open("/now/")

    # Past the script, as before it was there.
    mine.page.evaluate("addEventListener('submit', (event) => event.stopImmediatePropagation(), true)")
    mine.page.get_by_role("button", name="Cramp now").click()

    mine.sees("Cramp since")
    mine.says("Saved on this phone, will send")
    assert mine.page.url == mine.url + "/now/"
    mine.goes_back()
    mine.comes_online()
    mine.waits_until_sent()
    mine.open("/now/log/?symptom=leg-cramp")
    expect(mine.page.get_by_role("button", name="Cramp now")).to_be_visible()
    assert mine.waiting() == []


def test_a_shortcut_leads_to_its_button_and_an_address_logs_nothing(phone):
    """Any app on the phone can open such an address, and then it was nobody's tap."""
    mine = phone()
    mine.signs_in("dan")
    mine.becomes_own()
    mine.page.add_init_script(AS_APP)

    mine.open("/now/?do=burning-tingling")

    expect(mine.page.get_by_role("button", name="Burning or tingling now")).to_be_focused()
    assert mine.page.url == mine.url + "/now/"
    assert mine.waiting() == []
    mine.open("/now/?do=leg-cramp")
    expect(mine.page.get_by_role("button", name="Cramp now")).to_be_focused()
    mine.page.keyboard.press("Enter")
    mine.says("Saved in your journal")
    mine.open("/now/?do=stopped")
    expect(mine.page.get_by_role("button", name="It stopped")).to_be_focused()
    mine.sees("Cramp since")
