// What the analyst decides about rows: drawn into them as the server has kept it, asked of it by keys and buttons.
// A request waits in the queue until the server says that it has it: none is lost, and none is taken twice.

const STATUSES = ['open', 'to discuss', 'checked', 'done']
const LOOKED_AT = new Set(['checked', 'done'])
const AGAIN = 5000 // ms after which what was not answered is asked again
const NOT_KEPT = { of: '', rows: {}, progress: [0, 0], undo: '', redo: '', taken: [], seq: 0, drawer: null }
const VERDICTS = { confirm: ['✓', 'confirmed'], link: ['✓', 'linked by hand'], none: ['∅', 'no counterpart, checked'] }

class Review {
  constructor(viewer) {
    this.viewer = viewer
    this.state = NOT_KEPT
    this.queue = this.waiting()
    this.expected = [] // what rows are to become by it
    this.drawer = new Drawer(this)
    this.asking = new Asking()
    globalThis.diffapp = { ...globalThis.diffapp, review: this }
    if (globalThis.diffapp.kept) this.take(globalThis.diffapp.kept)
  }

  close() {
    clearTimeout(this.again)
    if (globalThis.diffapp?.review === this) delete globalThis.diffapp.review
  }

  /** What was asked before the page was loaded again, and never answered. */
  waiting() { try { return JSON.parse(sessionStorage.getItem('diffapp-asked')) ?? [] } catch { return [] } }

  // ---------------------------------------------------------------- with the server

  /** What the server has kept; what it has not answered yet is expected on top of it. */
  take(state) {
    const taken = new Set(state.taken)
    this.queue = this.queue.filter(each => !taken.has(each.id))
    this.expected = this.expected.filter(each => !taken.has(each.id))
    this.keep()
    this.state = state
    if (!this.queue.length) { clearTimeout(this.again); this.again = null }
    if (!this.viewer.data) return
    for (const { row, change, of } of this.expected) if (of === this.viewer.data.of) this.hope(row, change)
    this.redraw()
    this.drawer.fill()
    if (this.queue.length && !this.again) this.send() // asked before the page was loaded again
  }

  keep() { try { sessionStorage.setItem('diffapp-asked', JSON.stringify(this.queue)) } catch { /* private windows may keep nothing */ } }

  /** Ask for something; `change` is what that makes of a row, and is shown at once. */
  ask(what, told = {}, index = -1, change = null) {
    const id = [...crypto.getRandomValues(new Uint8Array(16))].map(byte => byte.toString(16).padStart(2, '0')).join('')
    const { of } = this.viewer.data
    this.queue.push({ id, what, of, seen: this.state.seq, ...told })
    if (change && this.viewer.data.rows[index]) {
      const row = this.viewer.data.rows[index].id
      this.expected.push({ id, row, change, of })
      this.hope(row, change)
      this.decorate(index)
      this.bar()
    }
    this.send()
  }

  send() {
    this.keep()
    clearTimeout(this.again)
    this.again = null
    if (!this.queue.length) return
    this.viewer.tell('asked', this.queue)
    this.again = setTimeout(() => this.send(), AGAIN)
  }

  // ---------------------------------------------------------------- what stands

  row(index) { return this.state.rows[this.viewer.data.rows[index]?.id] ?? {} }

  looked(index) { return Boolean(this.row(index).looked) }

  get ready() { return this.state.of === this.viewer.data?.of }

  /** Have a row as the server will tell it. */
  hope(id, change) {
    const index = this.index(id)
    if (index < 0) return
    const now = { ...this.row(index), ...change, waits: true }
    const before = this.looked(index)
    now.looked = now.decided ? true : LOOKED_AT.has(now.status)
    const size = this.viewer.data.rows[index].cells.flat().length
    const count = this.state.progress[0] + (now.looked - before) * size
    this.state = { ...this.state, rows: { ...this.state.rows, [id]: now }, progress: [count, this.state.progress[1]] }
  }

  index(id) { return this.viewer.data.rows.findIndex(row => row.id === id) }

  places(index) { return this.viewer.data.rows[index].cells.flatMap((cell, document) => cell.map(passage => [document, passage.at])) }

  // ---------------------------------------------------------------- deciding

  /** The row that keys are about, or a sentence that says how to choose one. */
  get at() {
    const { viewer } = this
    if (!this.ready) { viewer.hint('Nothing can be decided here: see the message above the texts.'); return -1 }
    if (viewer.selected < 0) viewer.hint('Select a row first: j, u or a click.')
    return viewer.selected
  }

  confirm(index = this.at) {
    const row = this.viewer.data.rows[index]
    if (!row) return
    const alone = row.cells.filter(cell => cell.length).length < 2
    const what = alone ? 'none' : 'confirm'
    if (this.row(index).decided) return this.viewer.hint('This row is decided already; z takes the last decision back.')
    this.ask(what, { places: this.places(index) }, index, { decided: what, by: this.state.who })
    this.viewer.say(`${VERDICTS[what][1]}. ${this.told()}`)
  }

  reject(index = this.at) {
    const row = this.viewer.data.rows[index]
    if (!row) return
    if (!row.links.length) return this.viewer.hint('There is no link to reject here. c says that there is no counterpart, l links one.')
    if (row.links.length > 1) return this.drawer.reject(index)
    this.unlink(index, row.links[0].ends)
  }

  unlink(index, places) {
    this.ask('reject', { places }, index, { decided: '' })
    this.viewer.say('Link rejected.')
  }

  link(places) {
    this.ask('link', { places })
    this.viewer.say('Linked.')
  }

  async note(index = this.at) {
    if (index < 0) return
    const places = this.places(index) // before anything is drawn anew
    const { id } = this.viewer.data.rows[index]
    const there = (this.row(index).notes ?? []).map(each => each.text).join('\n')
    const value = await this.asking.ask('Note', 'Plain text; it goes into the exports. Without any, the note is taken away.', there, { long: true })
    if (value == null || value === there) return
    this.ask('note', { places, value }, this.index(id), { notes: value ? [{ by: this.state.who, text: value }] : [] })
  }

  async tag(index = this.at) {
    if (index < 0) return
    const places = this.places(index)
    const { id } = this.viewer.data.rows[index]
    const value = await this.asking.ask('Tags', 'Set apart by commas.', (this.row(index).tags ?? []).join(', '))
    if (value == null) return
    this.ask('tag', { places, value }, this.index(id), { tags: value.split(',').map(tag => tag.trim()).filter(Boolean) })
  }

  status(index = this.at, value = null) {
    if (index < 0) return
    const now = STATUSES.indexOf(this.row(index).status || 'open')
    const next = value ?? STATUSES[(now + 1) % STATUSES.length]
    this.ask('status', { places: this.places(index), value: next }, index, { status: next })
    this.viewer.say(`Status: ${next}. ${this.told()}`)
  }

  undo() {
    const pending = this.queue.some(each => !['candidates', 'undo', 'redo'].includes(each.what))
    if (!this.state.undo && !pending) return this.viewer.hint('There is nothing of yours to undo.')
    this.ask('undo')
    this.viewer.hint(`Undone: ${pending ? 'what you decided last' : this.state.undo}`)
  }

  redo() {
    if (!this.state.redo) return this.viewer.hint('There is nothing to do again.')
    this.ask('redo')
    this.viewer.hint(`Done again: ${this.state.redo}`)
  }

  /** The next row that nobody has looked at, after the one selected, from the top again at the end. */
  next() {
    const { viewer } = this
    const count = viewer.rows.length
    const from = Math.max(viewer.selected, -1)
    for (let step = 1; step <= count; step++) {
      const index = (from + step + count) % count
      if (!this.looked(index) && !viewer.rows[index].hidden) return viewer.select(index)
    }
    viewer.hint(viewer.kinds.size ? 'Every row shown here has been looked at.' : 'Every row has been looked at.')
  }

  // ---------------------------------------------------------------- differences

  async judge(what, concept, more = {}) {
    const asked = { dismiss: ['Dismiss the difference', 'Why it is none. It stays in the list, at the end, with your reason.'], rename: ['Rename the difference', 'The name that the table and the exports show.'] }[what]
    let { value = '' } = more
    if (asked) {
      value = await this.asking.ask(...asked, value)
      if (value == null || (what === 'dismiss' && !value.trim())) return
    }
    this.again_at = { concept, what }
    this.ask(what, { concept, value })
  }

  // ---------------------------------------------------------------- drawing

  told() { const [done, all] = this.state.progress; return `${done} of ${plural(all, 'passage')} checked` }

  redraw() {
    for (const index of this.viewer.rowsView?.filled ?? []) this.decorate(index)
    this.bar()
  }

  /** The mark of a row in its gutter, and what stands below its cells. */
  decorate(index) {
    const article = this.viewer.rows?.[index]
    const gutter = article?.querySelector('.gutter')
    if (!gutter) return
    const told = this.row(index)
    const chosen = this.viewer.selected === index && this.ready
    article.classList.toggle('decided', Boolean(told.looked))
    const held = this.viewer.root.getRootNode().activeElement?.closest?.('.act')
    const act = held && article.contains(held) ? held.dataset.act : ''
    gutter.querySelector('.decision')?.remove()
    article.querySelector(':scope > .review')?.remove()
    const mark = markView(told)
    if (mark) gutter.append(mark)
    const notes = (told.notes ?? []).map(noteView)
    const tags = (told.tags ?? []).map(tag => el('span', { class: 'tagged' }, tag))
    const rejected = told.rejected?.length ? el('span', { class: 'refused' }, `Rejected: ${told.rejected.join('; ')}`) : null
    if (!chosen && !notes.length && !tags.length && !rejected) return
    const block = el('div', { class: 'review' }, notes, tags.length || rejected ? el('div', { class: 'tagline' }, tags, rejected) : null, chosen ? this.acts(index, told) : null)
    const why = article.querySelector(':scope > .why')
    if (why) why.before(block)
    else article.append(block)
    if (act) block.querySelector(`[data-act="${act}"]`)?.focus({ preventScroll: true })
  }

  acts(index, told) {
    const row = this.viewer.data.rows[index]
    const alone = row.cells.filter(cell => cell.length).length < 2
    const act = (key, words, title, more = {}) => el('button', { type: 'button', class: 'act', 'data-act': key, 'aria-keyshortcuts': key, title, ...more }, el('kbd', { 'aria-hidden': 'true' }, key), words)
    return el('div', { class: 'acts', role: 'group', 'aria-label': 'Decide about this row' },
      act('c', alone ? 'No counterpart, checked' : 'Confirm', alone ? 'There is none: looked for and not found' : 'These passages belong together', { 'aria-pressed': String(Boolean(told.decided)) }),
      row.links.length ? act('r', 'Reject', 'These passages do not belong together') : null,
      act('l', 'Link …', 'Link with other passages'),
      act('m', told.notes?.length ? 'Edit note' : 'Note', 'A remark in plain text'),
      act('t', 'Tag', 'Words of your own'),
      act('s', `Status: ${told.status || 'open'}`, 'Open, to discuss, checked, done'),
      el('span', { class: 'grow' }),
      act('u', 'Next undecided', 'The next row that nobody has looked at'))
  }

  /** How far the review is, above the rows. */
  bar() {
    const bar = this.viewer.$('.progress')
    if (!bar) return
    bar.hidden = !this.ready
    const [done, all] = this.state.progress
    const tool = (key, words, off, title) => el('button', { type: 'button', class: 'tool', 'data-act': key, 'aria-keyshortcuts': key, disabled: off, title }, words)
    bar.replaceChildren(
      el('span', { class: 'how' }, el('b', {}, `${done} of ${all}`), ' passages checked'),
      el('span', { class: 'track', 'aria-hidden': 'true' }, el('i', { style: `inline-size:${all ? 100 * done / all : 0}%` })),
      tool('u', 'Next undecided', done >= all, 'u'),
      el('button', { type: 'button', class: 'tool', 'data-unseen': '', 'aria-pressed': String(this.viewer.unseen), title: 'Show only rows that nobody has looked at' }, 'Only undecided'),
      el('span', { class: 'grow' }),
      tool('z', 'Undo', !this.state.undo, this.state.undo ? `z: ${this.state.undo}` : 'Nothing to undo'),
      tool('y', 'Redo', !this.state.redo, this.state.redo ? `y: ${this.state.redo}` : 'Nothing to do again'))
  }

  /** What a key or a button of this name does. */
  act(key, index) {
    const done = { c: () => this.confirm(index), r: () => this.reject(index), l: () => this.drawer.open(index ?? this.at), m: () => this.note(index), t: () => this.tag(index),
      s: () => this.status(index), u: () => this.next(), z: () => this.undo(), y: () => this.redo() }[key]
    if (!done) return false
    done()
    return true
  }

  // ---------------------------------------------------------------- across a new comparison

  /** Where the reader is, before the rows are drawn anew: a passage, and how far down the window it stands. */
  spot() {
    const { viewer } = this
    const row = viewer.data?.rows[viewer.selected]
    if (!row || viewer.view !== 'texts') return { of: viewer.data?.of, judged: this.again_at }
    const document = row.cells.findIndex(cell => cell.length)
    return { of: viewer.data.of, document, at: row.cells[document][0].at, top: viewer.rows[viewer.selected].getBoundingClientRect().top, judged: this.again_at }
  }

  /** Back to that place, where the texts are the same. */
  settle(spot) {
    const { viewer } = this
    this.redraw()
    this.drawer.stay()
    this.asking.stay()
    this.again_at = null
    if (spot.of !== viewer.data.of) return
    if (spot.judged && viewer.view === 'differences') {
      const each = viewer.data.differences.find(one => one.key === spot.judged.concept)
      viewer.$(`[data-card="${each?.rank}"] [data-judge="${spot.judged.what}"]`)?.focus()
    }
    if (spot.at == null) return
    const index = viewer.data.rows.findIndex(row => row.cells[spot.document].some(passage => passage.at === spot.at))
    if (index < 0) return
    viewer.select(index, { scroll: false })
    const main = document.querySelector('.stMain')
    if (main && !viewer.ribboned) main.scrollTop += viewer.rows[index].getBoundingClientRect().top - spot.top
  }
}

function markView({ decided, status, looked, by, waits, notes }) {
  const [sign, words] = VERDICTS[decided] ?? (looked ? ['✓', status] : status && status !== 'open' ? ['●', status] : [])
  if (!sign) return null
  return el('span', { class: waits ? 'decision waits' : 'decision', 'data-looked': String(Boolean(looked)), title: [words, by && `by ${by}`, waits && 'being kept'].filter(Boolean).join(', ') }, el('i', { 'aria-hidden': 'true' }, sign), words,
    decided && status && status !== 'open' ? el('span', {}, status) : null)
}

const noteView = ({ by, at, text }) => el('p', { class: 'remark' }, el('span', { class: 'unseen' }, 'Note: '), el('span', { class: 'text', dir: 'auto' }, text), by || at ? el('span', { class: 'signed' }, [by, at].filter(Boolean).join(', ')) : null)

/** What can be decided about a difference, and what was. */
function judgeView(each, count) {
  const { decided, reason, renamed } = each
  const judge = (what, words, title, more = {}) => el('button', { type: 'button', class: 'judge', 'data-judge': what, 'data-key': each.key, title, ...more }, words)
  return el('div', { class: 'judged', role: 'group', 'aria-label': `Decide about ${each.concept}` },
    decided === 'dismiss' ? el('p', { class: 'reason' }, el('b', {}, 'Dismissed: '), reason) : null,
    renamed ? el('p', { class: 'reason' }, `Found as “${each.key}”`) : null,
    judge('accept', decided === 'accept' ? '✓ Accepted' : 'Accept', 'It is a difference', { 'aria-pressed': String(decided === 'accept') }),
    judge('dismiss', 'Dismiss', 'It is none: say why', { 'aria-pressed': String(decided === 'dismiss'), 'data-value': decided === 'dismiss' ? reason : '' }),
    judge('rename', 'Rename', 'Another name for it', { 'data-value': each.concept }),
    judge('rank', '↑', 'One place up', { 'data-value': String(each.rank - 1), disabled: each.rank < 2, 'aria-label': 'One place up' }),
    judge('rank', '↓', 'One place down', { 'data-value': String(each.rank + 1), disabled: each.rank >= count, 'aria-label': 'One place down' }))
}
