/*
 * pieces.js -- sends a file in pieces and shows how far it is; on over lines that break.
 * On pages with an upload, which work without it; see COMPONENTS.md and paper_web.h.
 * ES2015, no dependency, as islands.js.
 */
(function () {
  'use strict';

  const PIECE_PAUSE_MS = 1000;    // after a broken piece; doubles
  const PIECE_PAUSE_MAX_MS = 30000;
  const PIECE_TRIES = 12;

  const ROUNDS = [];              // of SHA-256, for pages without https
  (function () {
    function isPrime(n) {
      for (let i = 2; i * i <= n; i++) if (n % i === 0) return false;
      return true;
    }
    for (let n = 2; ROUNDS.length < 64; n++) {
      if (isPrime(n)) ROUNDS.push((Math.pow(n, 1 / 3) % 1) * 4294967296 | 0);
    }
  }());

  function mix(state, words) {
    let [a, b, c, d, e, f, g, h] = state;
    function turn(x, n) { return x >>> n | x << (32 - n); }
    for (let i = 16; i < 64; i++) {
      const x = words[i - 15];
      const y = words[i - 2];
      words[i] = words[i - 16] + words[i - 7] + (turn(x, 7) ^ turn(x, 18) ^ x >>> 3) +
          (turn(y, 17) ^ turn(y, 19) ^ y >>> 10) | 0;
    }
    for (let i = 0; i < 64; i++) {
      const one = h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) +
          (e & f ^ ~e & g) + ROUNDS[i] + words[i] | 0;
      const other = (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) +
          (a & b ^ a & c ^ b & c) | 0;
      h = g; g = f; f = e; e = d + one | 0;
      d = c; c = b; b = a; a = one + other | 0;
    }
    [a, b, c, d, e, f, g, h].forEach(function (value, i) {
      state[i] = state[i] + value | 0;
    });
  }

  function digestHere(buffer) {
    const state = [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
      0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];
    const blocks = Math.ceil((buffer.byteLength + 9) / 64);
    const bytes = new Uint8Array(blocks * 64);
    const view = new DataView(bytes.buffer);
    const words = new Int32Array(64);
    bytes.set(new Uint8Array(buffer));
    bytes[buffer.byteLength] = 0x80;
    view.setUint32(bytes.length - 8, Math.floor(buffer.byteLength / 536870912));
    view.setUint32(bytes.length - 4, buffer.byteLength * 8 % 4294967296);
    for (let at = 0; at < bytes.length; at += 64) {
      for (let i = 0; i < 16; i++) words[i] = view.getInt32(at + 4 * i);
      mix(state, words);
    }
    return state.map(function (word) {
      return ('0000000' + (word >>> 0).toString(16)).slice(-8);
    }).join('');
  }

  function digest(buffer) {
    const subtle = window.crypto && window.crypto.subtle;
    if (!subtle) return Promise.resolve(digestHere(buffer));
    return subtle.digest('SHA-256', buffer).then(function (bytes) {
      return Array.prototype.map.call(new Uint8Array(bytes), function (byte) {
        return ('0' + byte.toString(16)).slice(-2);
      }).join('');
    });
  }

  function readFile(file) {
    return new Promise(function (done, failed) {
      const reader = new FileReader();
      reader.onload = function () { done(reader.result); };
      reader.onerror = function () { failed(new Error('read')); };
      reader.readAsArrayBuffer(file);
    });
  }

  /* What the rules refuse is not tried again; what the line loses is. */
  function postPiece(address, fields) {
    return fetch(address, {
      method: 'POST', body: fields, credentials: 'same-origin'
    }).then(function (answer) {
      const isJson = /json/.test(answer.headers.get('Content-Type') || '');
      if (isJson) return answer.json();
      throw new Error(answer.status);
    }).then(function (body) {
      if (!body.refused) return body;
      throw Object.assign(new Error('refused'), { body: body });
    });
  }

  function pieces(button) {
    const form = button.form;
    const bar = document.getElementById(button.getAttribute('data-progress'));
    if (!form || !bar || !window.fetch || !window.FormData) return;

    function fields(more) {
      const data = new FormData();
      data.append('_token', form.querySelector('[name="_token"]').value);
      Object.keys(more).forEach(function (name) { data.append(name, more[name]); });
      return data;
    }

    function show(part, words) {
      bar.hidden = false;
      bar.querySelector('progress').value = Math.round(100 * part);
      bar.querySelector('span').textContent = words || Math.round(100 * part) + '%';
    }

    function complain(input, words) {
      let error = document.getElementById('paper-error');
      bar.hidden = true;
      button.disabled = false;
      if (!error) {
        error = document.createElement('p');
        error.className = 'error';
        error.setAttribute('role', 'alert');
        error.id = 'paper-error';
        input.parentNode.insertBefore(error, input);
        input.setAttribute('aria-describedby', 'paper-hint paper-error');
      }
      error.textContent = words;
      input.parentNode.classList.add('is-wrong');
      input.setAttribute('aria-invalid', 'true');
      input.focus();
    }

    /* Tries until it works, waiting longer each time, or less when the line is back. */
    function insist(part, attempt) {
      let pause = PIECE_PAUSE_MS;
      let tries = 0;
      function again() {
        return attempt().catch(function (error) {
          if (error.body || ++tries >= PIECE_TRIES) throw error;
          show(part, button.getAttribute('data-broken'));
          return new Promise(function (done) {
            const timer = setTimeout(done, pause);
            window.addEventListener('online', function () {
              clearTimeout(timer);
              done();
            }, { once: true });
            pause = Math.min(2 * pause, PIECE_PAUSE_MAX_MS);
          }).then(again);
        });
      }
      return again();
    }

    function announceFile(file, sha256) {
      const said = { name: file.name, type: file.type, size: file.size, sha256: sha256 };
      ['wanted', 'source'].forEach(function (name) {
        if (form.elements[name]) said[name] = form.elements[name].value;
      });
      if (form.elements.own && form.elements.own.checked) said.own = '1';
      return insist(0, function () {
        return postPiece(button.getAttribute('data-pieces'), fields(said));
      });
    }

    function go(address) {
      const to = new URL(address, window.location.href);
      window.history.replaceState(null, '', to.pathname + to.hash);
      window.location.reload();
    }

    function sendFrom(state, file) {
      const part = state.next / state.total;
      show(part);
      if (state.location) return go(state.location);
      return insist(part, function () {
        const at = state.next * state.piece;
        return postPiece(button.getAttribute('data-pieces') + '/' + state.upload + '/' +
            state.next, fields({ piece: file.slice(at, at + state.piece) }));
      }).then(function (next) { return sendFrom(next, file); });
    }

    /* When an answer was lost, the server knows further than we: ask it. */
    function send(file, sha256, isAgain) {
      return announceFile(file, sha256).then(function (state) {
        return sendFrom(state, file);
      }).catch(function (error) {
        const lost = error.body && error.body.name === 'paper.not_next';
        if (!lost || isAgain) throw error;
        return send(file, sha256, true);
      });
    }

    button.addEventListener('click', function (event) {
      const input = form.elements.paper;
      if (!input || !input.files || !input.files[0]) return;
      event.preventDefault();
      button.disabled = true;
      show(0);
      Promise.resolve(input.shrinking).then(function () {
        const file = input.files[0];
        return readFile(file).then(digest).then(function (sha256) {
          return send(file, sha256, false);
        });
      }).catch(function (error) {
        complain(input, error.body ? error.body.refused
            : button.getAttribute('data-failed'));
      });
    });
  }

  Array.prototype.forEach.call(document.querySelectorAll('button[data-pieces]'), pieces);
}());
