// The app knows its socket as /socket; a WebSocket API answers at its stage and nowhere below it.
function handler(event) {
    const request = event.request;
    request.uri = '/live';
    return request;
}
