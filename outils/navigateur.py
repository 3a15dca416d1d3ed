"""Chromium for a trial."""
import contextlib
import shutil

ECRAN = {"width": 1366, "height": 768}
PATIENCE = 900_000  # ms: a busy machine takes minutes to build the web client at the first page


@contextlib.contextmanager
def chromium(*options):
    """Yields what opens a page, each in a browser profile of its own."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as outil:
        navigateur = outil.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox", *options])

        def page(**reglages):
            contexte = navigateur.new_context(locale="fr-FR", viewport=ECRAN, **reglages)
            contexte.set_default_timeout(PATIENCE)
            return contexte.new_page()

        yield page
        navigateur.close()
