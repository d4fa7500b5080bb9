// The rows: one grid line for each, all of them there from the start, their text put in where it comes near.
// They stand in packs, so that the browser has to look after the packs in view alone.

const LONG = 6 // a label of more characters stands above its passage, not in the margin
const PACK = 12
const FIRST = 5 // so many packs are filled before the first paint
const NEAR = '1500px 0px' // as far from the window rows are filled while scrolling
const LINE = 26 // px, a line of a passage
const CHARACTER = 7.4 // px, on average

/** A passage's label and pieces; a printed number that is the label is not written twice. */
function printed({ label, heading, pieces: list }) {
  const number = list[0]?.[1].split(' ').includes('label') ? list[0][0] : ''
  const bare = number.trim().replace(/[.:]+$/, '')
  const same = number.replace(/[\s.):]+$/, '').replace(/^[(§\s]+/, '') === label
  const told = same || (bare && label.endsWith(bare))
  return { cite: same ? number : label, headed: !same && heading.at(-1) === label, rest: told ? list.slice(1) : list }
}

const written = list => list.map(([text]) => text).join('')

function passageView(passage) {
  const { cite, headed, rest } = printed(passage)
  return el('div', { class: passage.label.length > LONG ? 'passage long' : 'passage', 'data-at': passage.at },
    headed && !passage.page ? null : el('span', { class: 'cite' }, headed ? '' : cite, passage.page ? el('span', { class: 'page' }, `p. ${passage.page}`) : null),
    el('p', { dir: 'auto' }, pieces(rest)), passage.scan == null ? null : el('span', { class: 'scan', title: 'How surely this passage of a scanned page was read; look at the page.' }, `⚠ read at ${number(passage.scan)}`))
}

const headingView = path => el('div', { class: 'heading' }, path.join(' › '))

/** The rows of the comparison as articles. */
class Rows {
  constructor(viewer) {
    this.viewer = viewer
    this.data = viewer.data
    this.names = viewer.names
    this.filled = new Set()
    const width = Math.max((viewer.root.clientWidth * 0.75) / this.names.length - 60, 180)
    this.high = this.data.rows.map(row => this.likely(row, width))
    this.articles = this.data.rows.map((row, index) => this.shell(row, index))
    this.packs = []
    for (let from = 0; from < this.articles.length; from += PACK) {
      const until = Math.min(from + PACK, this.articles.length)
      this.packs.push({ from, until, root: el('div', { class: 'pack', 'data-pack': this.packs.length }, this.articles.slice(from, until)) })
    }
    const longest = Math.max(0, ...this.data.rows.flatMap(row => row.cells.flat()).map(passage => passage.label.length).filter(length => length <= LONG))
    viewer.root.style.setProperty('--cite', `${Math.max(2.1, 0.35 + 0.54 * longest)}rem`)
    this.root = el('div', { class: 'rows' }, this.packs.map(pack => pack.root))
    this.size()
    for (const pack of this.packs.slice(0, FIRST)) this.pour(pack)
    this.watch = new IntersectionObserver(seen => {
      for (const { isIntersecting, target } of seen) if (isIntersecting) this.pour(this.packs[Number(target.dataset.pack)])
    }, { root: document.querySelector('.stMain'), rootMargin: NEAR })
    for (const pack of this.packs.slice(FIRST)) this.watch.observe(pack.root)
    this.later(FIRST)
    this.onPrint = () => this.every()
    addEventListener('beforeprint', this.onPrint)
  }

  close() {
    this.closed = true
    this.watch.disconnect()
    removeEventListener('beforeprint', this.onPrint)
  }

  pour(pack) {
    for (let index = pack.from; index < pack.until; index++) this.fill(index)
    this.watch?.unobserve(pack.root)
  }

  /** The rest is filled while nothing else is to do, so that the browser's own search finds it. */
  later(index) {
    if (this.closed || index >= this.packs.length) return
    const idle = globalThis.requestIdleCallback ?? (work => setTimeout(() => work({ timeRemaining: () => 5 }), 50))
    idle(rest => {
      while (index < this.packs.length && rest.timeRemaining() > 3) this.pour(this.packs[index++])
      this.later(index)
    })
  }

  every() { this.packs.forEach(pack => this.pour(pack)) }

  /** The height that a row is likely to take, before it is laid out. */
  likely(row, width) {
    const lines = passage => Math.ceil(passage.pieces.reduce((all, [text]) => all + text.length, 0) * CHARACTER / width)
    return Math.max(64, ...row.cells.map(cell => cell.reduce((sum, passage) => sum + 14 + LINE * lines(passage), 12)))
  }

  /** The likely heights of the packs, of the rows that the filter leaves. */
  size() {
    for (const { root, from, until } of this.packs) {
      let high = 0
      for (let index = from; index < until; index++) if (!this.articles[index].hidden) high += this.high[index]
      root.hidden = !high
      root.style.containIntrinsicBlockSize = `auto ${high}px`
    }
  }

  shell(row, index) {
    const kind = this.viewer.kindOf(row)
    return el('article', { class: `row ${row.kind} ${row.closeness ?? ''}`, 'data-row': index, 'data-kind': kind, tabindex: '-1',
      'aria-label': `Row ${index + 1} of ${this.data.rows.length}, ${this.inWords(row).aria}`, style: row.kind === 'only' ? side(kind.slice(5)) : null })
  }

  fill(index) {
    if (this.filled.has(index)) return
    this.filled.add(index)
    const row = this.data.rows[index]
    const article = this.articles[index]
    article.append(this.gutter(row, this.inWords(row)), ...row.cells.map((cell, document) => this.cell(row, cell, document)))
    this.viewer.drawn?.(article)
  }

  inWords(row) {
    const who = row.cells.map((cell, document) => cell.length
      ? `${this.names[document]} ${cell.map(passage => passage.label).join(', ')}` : '').filter(Boolean)
    const mode = sameWords(row) ? 'the same words' : { close: 'differing words marked', distant: 'shared words marked' }[row.closeness] ?? ''
    const kind = row.kind === 'only' ? `only in ${this.names[this.viewer.kindOf(row).slice(5)]}` : row.kind
    return { mode, kind, aria: [kind, ...who].join(', '), who }
  }

  gutter(row, told) {
    const bars = row.cells.map((cell, document) => el('i', { class: cell.length ? '' : 'void', style: side(document) }))
    const unsure = row.score != null && row.score < EVEN
    return el('div', { class: 'gutter' },
      el('button', { type: 'button', class: 'sum', 'aria-expanded': 'false', 'data-why': '', title: 'Reasons' },
      el('span', { class: 'glyph' }, bars, row.kind === 'moved' ? el('b', {}, '↕') : null),
      row.score == null ? null : el('span', { class: 'score' }, number(row.score)),
      el('span', { class: 'kind' }, row.kind), unsure ? el('span', { class: 'doubt' }, 'unsure') : null,
      el('span', { class: 'unseen' }, 'reasons')),
      told.mode && row.kind !== 'only' ? el('span', { class: 'mode' }, told.mode) : null)
  }

  cell(row, cell, document) {
    if (!cell.length) return this.silence(row, document)
    return el('div', { class: 'cell', style: side(document), lang: this.data.documents[document].language, 'data-document': document },
      el('div', { class: 'tag' }, this.names[document]),
      cell.map(passage => [passage.heading.length ? headingView(passage.heading) : null, passageView(passage)]).flat())
  }

  silence(row, document) {
    const owner = row.cells.findIndex(cell => cell.length)
    const near = row.nearest && (row.nearest.document === document || this.names.length === 2) ? row.nearest : null
    const apart = owner !== 0 && document !== 0 // each text is compared with the first, and no other two
    const words = apart ? `Not compared with ${this.names[owner]} directly` : row.kind === 'only' ? `Only in ${this.names[owner]}` : `No counterpart in ${this.names[document]}`
    const told = near || (!row.nearest && document === row.cells.findIndex(other => !other.length))
    return el('div', { class: told ? 'cell empty told' : 'cell empty', style: side(document) }, el('p', {}, el('strong', {}, words),
      near ? [el('br'), 'nearest: ', nearby(near), ` (${near.reason})`] : null))
  }
}

const nearby = near => el('button', { type: 'button', class: 'jump', 'data-go': near.row }, `${near.cite}, score ${number(near.score)}`)
