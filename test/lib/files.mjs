// files -- small real files for the tests: a photo, a page, a picture.

import zlib from 'node:zlib';

const JPEG = ''
    + 'ffd8ffe000104a46494600010100000100010000ffdb00430050373c463c32504641465a5550'
    + '5f78c882786e6e78f5afb991c8ffffffffffffffffffffffffffffffffffffffffffffffffff'
    + 'ffffffffffffffffffffffffffffc0000b080003000401011100ffc400140001000000000000'
    + '00000000000000000003ffc40017100003010000000000000000000000000000010434ffda00'
    + '08010100003f0068f3a3ffd9';

// A photo of 4 x 3; what a camera puts behind its end tells two of them apart.
export function photo(more = '') {
    return Buffer.concat([Buffer.from(JPEG, 'hex'),
        Buffer.from(more)]);
}

// A PDF of so many pages; inside stands in its catalogue.
export function pdf(pages = 1, inside = '') {
    const kids = Array.from({ length: pages }, (_, i) => `${i + 3} 0 R`);

    return Buffer.from(['%PDF-1.4', `1 0 obj<</Type/Catalog/Pages 2 0 R${inside}>>endobj`,
        `2 0 obj<</Type/Pages/Count ${pages}/Kids[${kids.join(' ')}]>>endobj`,
        ...kids.map((kid) => `${kid.slice(0, -2)} obj<</Type/Page/Parent 2 0 R`
            + '/MediaBox[0 0 300 400]>>endobj'),
        'trailer<</Root 1 0 R>>', '%%EOF', ''].join('\n'));
}

// The start of a PNG that says this size, and nothing behind it that would fill it.
export function pngOf(width, height) {
    const header = Buffer.alloc(13);

    header.writeUInt32BE(width, 0);
    header.writeUInt32BE(height, 4);
    header.set([8, 2, 0, 0, 0], 8);
    return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), chunk('IHDR', header),
        chunk('IDAT', zlib.deflateSync(Buffer.alloc(100))), chunk('IEND', '')]);
}

function chunk(type, data) {
    const body = Buffer.concat([Buffer.from(type), Buffer.from(data)]);
    const size = Buffer.alloc(4);
    const sum = Buffer.alloc(4);

    size.writeUInt32BE(body.length - 4);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([size, body, sum]);
}

function crc32(bytes) {
    let sum = 0xffffffff;

    for (const byte of bytes) {
        sum ^= byte;
        for (let i = 0; i < 8; i++)
            sum = sum & 1 ? sum >>> 1 ^ 0xedb88320 : sum >>> 1;
    }
    return (sum ^ 0xffffffff) >>> 0;
}
