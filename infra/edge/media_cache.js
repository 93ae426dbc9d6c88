// Browsers may keep a rendition for as long as its address lives, at most ten minutes; the bytes never change.
// Runs on good answers only: CloudFront calls no function on the way back for 400 and above.
function handler(event) {
    const expiry = event.request.querystring.e;
    const left = expiry ? Math.floor(Number(expiry.value) - Date.now() / 1000) : 600;
    const age = Math.max(0, Math.min(600, left));
    event.response.headers['cache-control'] = { value: 'private, max-age=' + age + ', immutable' };
    return event.response;
}
