// client -- a browser without a screen: keeps cookies, reads forms, follows redirects.
//
//     const client = new Client('http://127.0.0.1:8080');
//     let page = await client.get('/login');
//     page = await client.submit(page, { login: 'clerk', password: '…' });
//     page.status, page.path, page.body, page.headers['etag']
//
// submit() sends what the page's form holds, hidden fields (_token, _once) included, with
// the given values over it; a value { name, type, bytes } is a file.

import http from 'node:http';
import zlib from 'node:zlib';
import { randomBytes } from 'node:crypto';

const REDIRECTS_MAX = 5;
const PATIENCE_MS = 30_000;

export class Client {
    constructor(origin) {
        this.origin = origin;
        this.cookies = new Map();
        this.bearer = null;
    }

    get(path, headers = {}) {
        return this.follow({ method: 'GET', path, headers });
    }

    post(path, fields, headers = {}) {
        return this.follow({
            method: 'POST', path, body: new URLSearchParams(fields).toString(),
            headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
        });
    }

    // The answer gets .json where it is JSON.
    json(method, path, value, headers = {}) {
        const body = value === undefined ? undefined : JSON.stringify(value);

        return this.follow({
            method, path, body,
            headers: body ? { 'content-type': 'application/json', ...headers } : headers,
        });
    }

    // which: part of the form's action, where a page has several.
    submit(page, values = {}, which = '') {
        const form = page.form(which);
        const fields = [...form.fields.filter(([name]) => !(name in values))];

        for (const [name, value] of Object.entries(values))
            for (const one of Array.isArray(value) ? value : [value])
                fields.push([name, one]);
        if (form.method === 'GET')
            return this.get(`${form.action}?${new URLSearchParams(fields)}`);
        if (form.multipart)
            return this.follow({
                method: 'POST', path: form.action, ...multipart(fields),
            });
        return this.post(form.action, fields);
    }

    async follow(request) {
        let answer = await this.send(request);

        for (let i = 0; isRedirect(answer) && i < REDIRECTS_MAX; i++) {
            const to = new URL(answer.headers.location, this.origin + answer.path);

            if (to.origin !== this.origin)
                throw new Error(`redirected to ${to}, which is not ours`);
            answer = await this.send({ path: to.pathname + to.search });
        }
        return answer;
    }

    // One request, no redirect followed.
    send({ method = 'GET', path, headers = {}, body }) {
        const sent = { 'accept-encoding': 'identity', ...headers };

        if (this.cookies.size)
            sent.cookie = [...this.cookies].map((pair) => pair.join('=')).join('; ');
        if (this.bearer)
            sent.authorization = `Bearer ${this.bearer}`;
        if (body !== undefined)
            sent['content-length'] = Buffer.byteLength(body);
        return new Promise((resolve, reject) => {
            const request = http.request(this.origin + path, { method, headers: sent },
                (response) => this.read(path, response).then(resolve, reject));

            request.setTimeout(PATIENCE_MS, () =>
                request.destroy(new Error(`${method} ${path}: no answer`)));
            request.on('error', reject);
            request.end(body);
        });
    }

    async read(path, response) {
        const parts = [];

        for await (const part of response)
            parts.push(part);
        for (const cookie of response.headers['set-cookie'] ?? [])
            this.keep(cookie);
        return new Answer(path, response, Buffer.concat(parts));
    }

    keep(cookie) {
        const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie);

        if (/;\s*max-age=(0|-\d+)\b/i.test(cookie) || value === '')
            this.cookies.delete(name);
        else
            this.cookies.set(name, value);
    }
}

class Answer {
    constructor(path, response, bytes) {
        this.path = path;
        this.status = response.statusCode;
        this.headers = response.headers;
        this.bytes = bytes;
        this.body = (response.headers['content-encoding'] === 'gzip'
            ? zlib.gunzipSync(bytes) : bytes).toString('utf8');
    }

    get json() {
        return JSON.parse(this.body);
    }

    // What a person reads of it.
    get text() {
        return unescape(this.body.replace(/<(script|style)\b.*?<\/\1>/gs, ' ')
            .replace(/<[^>]*>/g, ' ')).replace(/\s+/g, ' ').trim();
    }

    get forms() {
        return [...this.body.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gs)]
            .map(([, tag, inside]) => readForm(attributes(tag), inside, this.path));
    }

    // The form whose action holds a word, at its end first; then that with most fields.
    form(which) {
        const ends = (form) => Number(form.action.endsWith(which));
        const forms = this.forms.filter((form) => form.action.includes(which))
            .sort((a, b) => ends(b) - ends(a) || b.fields.length - a.fields.length);

        if (forms.length === 0)
            throw new Error(`${this.path} (${this.status}) has no form ${which}:\n`
                + this.text.slice(0, 500));
        return forms[0];
    }
}

function isRedirect(answer) {
    return answer.status >= 301 && answer.status <= 303 && answer.headers.location;
}

// ---- forms ----

function readForm(tag, inside, path) {
    const fields = [];

    for (const [, input, name = 'input', other, text] of inside.matchAll(
        /<input\b([^>]*)>|<(textarea|select)\b([^>]*)>(.*?)<\/\2>/gs)) {
        const rest = input ?? other;
        const field = attributes(rest);
        const value = fieldValue(name, field, text ?? '');

        if (field.name && !('disabled' in field) && value !== null)
            fields.push([field.name, value]);
    }
    return {
        action: tag.action || path,
        method: (tag.method ?? 'get').toUpperCase(),
        multipart: tag.enctype === 'multipart/form-data',
        fields,
    };
}

// null: the field is not sent.
function fieldValue(name, field, text) {
    if (name === 'textarea')
        return unescape(text.replace(/^\n/, ''));
    if (name === 'select') {
        const options = [...text.matchAll(/<option\b([^>]*)>/g)]
            .map(([, rest]) => attributes(rest));

        const chosen = options.find((option) => 'selected' in option) ?? options[0];

        return chosen?.value ?? null;
    }
    if (field.type === 'radio' || field.type === 'checkbox')
        return 'checked' in field ? field.value ?? 'on' : null;
    if (field.type === 'file' || field.type === 'submit')
        return null;
    return field.value ?? '';
}

function attributes(tag) {
    const found = {};

    for (const [, name, value] of tag.matchAll(/([a-z][a-z0-9_-]*)(?:="([^"]*)")?/g))
        found[name] = unescape(value ?? '');
    return found;
}

function unescape(text) {
    const named = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' };

    return text.replace(/&(?:#(\d+)|#x([0-9a-f]+)|([a-z]+));/gi,
        (whole, decimal, hex, name) =>
            decimal ? String.fromCodePoint(Number(decimal))
                : hex ? String.fromCodePoint(parseInt(hex, 16)) : named[name] ?? whole);
}

function multipart(fields) {
    const boundary = randomBytes(16).toString('hex');
    const parts = fields.flatMap(([name, value]) => {
        const file = typeof value === 'object'
            ? `; filename="${value.name}"\r\nContent-Type: ${value.type}` : '';

        return [`--${boundary}\r\nContent-Disposition: form-data; name="${name}"${file}`,
            '\r\n\r\n', value.bytes ?? value, '\r\n'];
    });

    return {
        body: Buffer.concat([...parts, `--${boundary}--\r\n`].map((x) => Buffer.from(x))),
        headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
    };
}
