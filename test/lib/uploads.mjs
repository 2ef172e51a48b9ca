// uploads -- files in pieces over HTTP, as web/pieces.js sends them.

import { createHash } from 'node:crypto';

// Sends what a page's upload button would: { name, type, bytes } to where it points, with
// further fields.  stop: after how many pieces; gives the last answer.
export async function sendPieces(client, page, file, { fields = {}, stop = 1000 } = {}) {
    const address = /data-pieces="([^"]+)"/.exec(page.body)[1];
    const token = /name="_token" value="([^"]+)"/.exec(page.body)[1];
    const said = { ...fields, _token: token, name: file.name, type: file.type,
        size: file.bytes.length, sha256: digest(file.bytes) };
    let answer = await client.post(address, said);

    for (let i = 0; i < stop && answer.json.next < answer.json.total; i++) {
        const { upload, next, piece } = answer.json;
        const form = { form: () => ({ action: `${address}/${upload}/${next}`,
            method: 'POST', multipart: true, fields: [['_token', token]] }) };
        const bytes = file.bytes.subarray(next * piece, (next + 1) * piece);

        answer = await client.submit(form, { piece: { name: 'blob',
            type: 'application/octet-stream', bytes } });
        if (answer.json.refused)
            break;
    }
    return answer;
}

function digest(bytes) {
    return createHash('sha256').update(bytes).digest('hex');
}
