// guide-bench -- how often the guide finds what people mean, and how fast it is.
//
//     make guide-bench      (GUIDE_FOLDS=5 GUIDE_ITEMS=100000 GUIDE_PHRASINGS=10000)
//
// Asks the real program the questions of ../shared/data/guide_queries_dev.jsonl over the
// names of guide_catalogue.jsonl.  Nothing of them is in the program, and each split is
// made here, by a hash of the texts:
//
//     nothing learnt    all questions, to a library of names only
//     others learnt     the items are dealt into folds; the phrasings of all folds but
//                       one are learnt, the questions of that one are asked
//     few others        likewise, but of those folds one item in ten is learnt
//     half learnt       each item's questions are halved; one half is learnt and the
//                       other asked, and the other way round
//
// Then the searches of one core over GUIDE_ITEMS made-up items, without and with
// GUIDE_PHRASINGS: mean, p99, and how long the index takes to build.  Prints, never
// fails; needs the folder of real data.

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const shared = path.join(process.env.HAOBAN_SHARED ?? path.join(root, '../shared'),
    'data');
const haoban = path.join(root, 'haoban');
const speed = path.join(root, 'build/release/test/guide/speed');

const FOLDS = Number(process.env.GUIDE_FOLDS ?? 5);
const ITEMS = process.env.GUIDE_ITEMS ?? '100000';
const PHRASINGS = process.env.GUIDE_PHRASINGS ?? '10000';
const TOWN = '330109113';
const OUTPUT_BYTES_MAX = 256 * 1024 * 1024;

const rows = (file) => fs.readFileSync(path.join(shared, file), 'utf8').trim().split('\n')
    .map((line) => JSON.parse(line));

// FNV-1a with a final mix, so that the same text is in the same part each time.
function hash(text) {
    let value = 2166136261;

    for (const byte of Buffer.from(text))
        value = Math.imul(value ^ byte, 16777619) >>> 0;
    value = Math.imul(value ^ value >>> 15, 0x85ebca6b) >>> 0;
    return (value ^ value >>> 13) >>> 0;
}

// ---- the program ----

// A library of the names, and what was learnt, in a folder of its own.
function library(catalogue, learnt) {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'haoban-guide-'));
    const where = ['--db', `sqlite:${folder}/haoban.db`, '--keys', `${folder}/keys`,
        '--town', TOWN];
    const run = (words, input = '') => execFileSync(haoban, [...words, ...where],
        { input, encoding: 'utf8', maxBuffer: OUTPUT_BYTES_MAX });

    execFileSync(haoban, ['keys', 'new', `${folder}/keys`]);
    run(['import', 'items', catalogue]);
    if (learnt.length > 0) {
        const file = path.join(folder, 'learnt.jsonl');

        fs.writeFileSync(file, learnt.map((one) => JSON.stringify(one)).join('\n'));
        run(['guide', 'learn', file]);
    }
    return { run, remove: () => fs.rmSync(folder, { recursive: true, force: true }) };
}

// How many of the questions have their item first, and among the first three.
function ask(catalogue, learnt, questions) {
    const { run, remove } = library(catalogue, learnt);
    const found = new Map();
    const said = run(['guide', '--stdin', '--limit', '3'],
        questions.map(({ query }) => `${query}\n`).join(''));

    for (const line of said.trim().split('\n')) {
        const [query, place, , name] = line.split('\t');
        const places = found.get(query) ?? [];

        places[Number(place) - 1] = name;
        found.set(query, places);
    }
    remove();

    const rank = ({ query, name }) => (found.get(query) ?? []).indexOf(name);

    return {
        asked: questions.length,
        first: questions.filter((one) => rank(one) === 0).length,
        three: questions.filter((one) => rank(one) >= 0).length,
    };
}

// ---- the splits ----

function halves(questions) {
    const seen = new Map();
    const sides = [[], []];

    for (const one of [...questions].sort((a, b) => hash(a.query) - hash(b.query))) {
        const count = seen.get(one.name) ?? 0;

        seen.set(one.name, count + 1);
        sides[count % 2].push(one);
    }
    return sides;
}

function print(what, results, target) {
    const sum = (key) => results.reduce((total, one) => total + one[key], 0);
    const percent = (key) => (100 * sum(key) / sum('asked')).toFixed(1).padStart(5);

    console.log(`${what.padEnd(36)}${String(sum('asked')).padStart(6)}  first `
        + `${percent('first')} %  first three ${percent('three')} %   ${target}`);
}

function measureFinding() {
    const catalogue = path.join(shared, 'guide_catalogue.jsonl');
    const questions = rows('guide_queries_dev.jsonl');
    const folds = [...Array(FOLDS).keys()];
    const fold = ({ name }) => hash(name) % FOLDS;
    const few = (name) => hash(`few ${name}`) % 10 === 0;
    const [one, other] = halves(questions);
    const others = (isLearnt) => folds.map((number) => ask(catalogue,
        questions.filter((each) => fold(each) !== number && isLearnt(each)),
        questions.filter((each) => fold(each) === number)));

    print('nothing learnt', [ask(catalogue, [], questions)], 'wanted 80 and 92');
    print('phrasings of few other items learnt', others(({ name }) => few(name)), '');
    print('phrasings of other items learnt', others(() => true), 'wanted 80 and 92');
    print('half of the phrasings learnt',
        [ask(catalogue, one, other), ask(catalogue, other, one)], 'wanted 90 and 97');
}

if (fs.existsSync(path.join(shared, 'guide_queries_dev.jsonl')))
    measureFinding();
else
    console.log(`no questions in ${shared}: set HAOBAN_SHARED to measure what is found`);
execFileSync(speed, [ITEMS], { stdio: 'inherit' });
execFileSync(speed, [ITEMS, PHRASINGS], { stdio: 'inherit' });
