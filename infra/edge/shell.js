// Paths of the app that are pages, not files, become the page that draws them: /index.html, also below /direct/, where
// names have dots. /docs is the reference of the APIs, with pages of its own. /p/… and /u/… are not asked here, but of
// the function behind page.js.
// scripts/desk/origin_static.py does the same locally; tests/infra/test_edge.py compares the two.
const EXTENSION = /\.[A-Za-z0-9]+$/;

function handler(event) {
    const request = event.request;
    request.uri = shell(request.uri);
    return request;
}

function shell(uri) {
    if (uri.startsWith('/direct/')) {
        return '/index.html';
    }
    const reference = /^\/docs(\/live)?\/?$/.exec(uri);
    if (reference) {
        return `/docs${reference[1] || ''}/index.html`;
    }
    const name = uri.substring(uri.lastIndexOf('/') + 1);
    return EXTENSION.test(name) ? uri : '/index.html';
}
