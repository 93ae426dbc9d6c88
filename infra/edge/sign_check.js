// Media addresses at the edge: the check of kit/media_address.py, before the cache is asked.
// The key is `media-key` of the key-value store that is associated with this function, as base64 text.
// A refusal says nothing about its reason; without a key everything is refused.
import cf from 'cloudfront';
import crypto from 'crypto';

const PATH = /^\/renditions(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)+$/;
const EXPIRY = /^[1-9][0-9]{9}$/;
const SIGNATURE = /^[A-Za-z0-9_-]{22}$/;
const MAX_PATH = 512;

async function handler(event) {
    const request = event.request;
    const path = request.uri.substring(1);
    const expiry = only(request.querystring, 'e');
    const signature = only(request.querystring, 's');
    if (!PATH.test(request.uri) || path.length > MAX_PATH || Object.keys(request.querystring).length !== 2 ||
        !EXPIRY.test(expiry) || !SIGNATURE.test(signature)) {
        return refused();
    }
    let key;
    try {
        key = await cf.kvs().get('media-key');
    } catch (error) {
        return refused();
    }
    if (!key || !same(sign(path, expiry, key), signature) || Date.now() >= Number(expiry) * 1000) {
        return refused();
    }
    request.querystring = {};
    return request;
}

// The parameter's value when it was sent exactly once, else ''.
function only(parameters, name) {
    const parameter = parameters[name];
    if (!parameter || (parameter.multiValue && parameter.multiValue.length > 1)) {
        return '';
    }
    return parameter.value;
}

function sign(path, expiry, key) {
    const hex = crypto.createHmac('sha256', Buffer.from(key, 'base64')).update(path + '\n' + expiry).digest('hex');
    return Buffer.from(hex.substring(0, 32), 'hex').toString('base64url');
}

// Takes as long for a wrong first character as for a wrong last one.
function same(ours, theirs) {
    let difference = ours.length ^ theirs.length;
    for (let i = 0; i < ours.length; i++) {
        difference |= ours.charCodeAt(i) ^ theirs.charCodeAt(i);
    }
    return difference === 0;
}

function refused() {
    return {
        statusCode: 403,
        statusDescription: 'Forbidden',
        headers: {
            'cache-control': { value: 'no-store' },
            'content-type': { value: 'text/plain; charset=utf-8' },
        },
        body: 'Forbidden\n',
    };
}
