// Share links go to the function that knows posts and people, by one spelling each: whatever hangs below a post or a
// person (/u/ana/followers) is theirs, and what cannot be either becomes /p/- or /u/-, whose page says nothing.
// scripts/desk/origin_static.py does the same locally; tests/infra/test_edge_links.py compares the two.
const POST = /^\/p\/([0-9a-z]{26})(\/.*)?$/;
const PERSON = /^\/u\/([A-Za-z0-9_.]{1,30})(\/.*)?$/;

function handler(event) {
    const request = event.request;
    request.uri = page(request.uri);
    request.querystring = {};
    return request;
}

function page(uri) {
    const post = POST.exec(uri);
    if (post) {
        return '/p/' + post[1];
    }
    const person = PERSON.exec(uri);
    if (person && !/^\.+$/.test(person[1])) {
        return '/u/' + person[1];
    }
    return uri.startsWith('/p/') ? '/p/-' : '/u/-';
}
