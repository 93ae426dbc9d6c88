// Paths of the app that are pages, not files, become the page that draws them.
// /u/… has a shell of its own (a username may contain dots); /p/…, /direct/… and whatever has no file extension
// share /index.html. scripts/desk/origin_static.py does the same locally; tests/infra/test_edge.py compares the two.
const EXTENSION = /\.[A-Za-z0-9]+$/;

function handler(event) {
    const request = event.request;
    request.uri = shell(request.uri);
    return request;
}

function shell(uri) {
    if (uri === '/u' || uri.startsWith('/u/')) {
        return '/u/index.html';
    }
    if (uri.startsWith('/p/') || uri.startsWith('/direct/')) {
        return '/index.html';
    }
    const name = uri.substring(uri.lastIndexOf('/') + 1);
    return EXTENSION.test(name) ? uri : '/index.html';
}
