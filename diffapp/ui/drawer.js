// The drawer of candidates: what a passage may be linked with, the likest first, and any other by its label or words.

const MOST_OFFERED = 40

class Drawer {
  constructor(review) { this.review = review }

  get viewer() { return this.review.viewer }

  draw() {
    if (this.sheet) return this.sheet // an open one outlives a new comparison
    this.box = el('input', { type: 'text', 'aria-label': 'Label or words of a passage', autocomplete: 'off', spellcheck: 'false', placeholder: 'Label or words of any passage' })
    this.head = el('div', { class: 'linking' })
    this.list = el('ul', { role: 'listbox', 'aria-label': 'Passages', 'aria-multiselectable': 'true' })
    this.foot = el('div', { class: 'foot' })
    this.sheet = el('dialog', { class: 'sheet drawer', 'aria-label': 'Link with' }, this.head, this.box, this.list, this.foot)
    this.box.addEventListener('input', () => { this.active = 0; this.fill() })
    this.sheet.addEventListener('keydown', event => this.key(event))
    this.sheet.addEventListener('click', event => this.click(event))
    this.sheet.addEventListener('close', () => { this.index = null })
    return this.sheet
  }

  /** Candidates for the passages of a row, one passage at a time. */
  open(index) {
    const row = this.viewer.data.rows[index]
    if (!row) return
    this.index = index
    this.of = this.viewer.data.of
    this.mode = 'link'
    this.ends = this.review.places(index)
    this.begin(this.ends[0])
    this.box.hidden = false
    this.show()
  }

  /** Which of several links is rejected. */
  reject(index) {
    this.index = index
    this.mode = 'reject'
    this.box.hidden = true
    this.ticked = new Set()
    this.active = 0
    this.show()
  }

  /** After the rows were drawn anew: open again what was open, unless it was about links that may be gone. */
  stay() {
    if (!this.sheet.open) return
    this.sheet.removeAttribute('open')
    if (this.mode === 'reject' || this.of !== this.viewer.data.of) { this.index = null; return }
    this.show()
  }

  begin(place) {
    this.place = place
    this.linked = this.ends.filter(each => each[0] !== place[0])
    this.ticked = new Set(this.linked.map(String)) // what is linked already stays, unless its tick is taken away
    this.active = 0
    this.box.value = ''
    this.review.ask('candidates', { places: [place] })
  }

  show() {
    this.fill()
    this.sheet.showModal()
    ;(this.box.hidden ? this.list.querySelector('button') : this.box)?.focus()
  }

  passage([document, at]) {
    this.known ??= new Map()
    if (this.knownOf !== this.viewer.data) {
      this.knownOf = this.viewer.data
      this.known = new Map(this.viewer.data.rows.flatMap(row => row.cells.flatMap((cell, side) => cell.map(passage => [`${side} ${passage.at}`, passage]))))
    }
    return this.known.get(`${document} ${at}`)
  }

  /** Those with a score first; what was typed looks through all passages of the other texts. */
  candidates() {
    const told = this.review.state.drawer
    const scored = told && String(told.place) === String(this.place) ? told.candidates : []
    const asked = this.box.value.trim().toLowerCase()
    const fits = place => { const passage = this.passage(place); return passage && (passage.label.toLowerCase().replace('¶', '').startsWith(asked.replace('¶', '')) || written(passage.pieces).toLowerCase().includes(asked)) }
    const known = new Set(scored.map(({ place }) => String(place)))
    const also = this.linked.filter(place => !known.has(String(place))).map(place => ({ place, score: null, why: '' }))
    const first = [...also, ...scored].filter(({ place }) => !asked || fits(place))
    if (!asked) return first
    const there = new Set(first.map(({ place }) => String(place)))
    this.passage([0, 0])
    const rest = [...this.known.keys()].map(key => key.split(' ').map(Number)).filter(place => place[0] !== this.place[0] && !there.has(String(place)) && fits(place))
    return [...first, ...rest.map(place => ({ place, score: null, why: '' }))].slice(0, MOST_OFFERED)
  }

  fill() {
    if (this.index == null) return
    this.sheet.dataset.mode = this.mode
    if (this.mode === 'reject') return this.fillLinks()
    const { names } = this.viewer
    const [document] = this.place
    const passage = this.passage(this.place)
    this.head.replaceChildren(el('h2', {}, `Link ${names[document]} ${passage.label} with …`),
      this.ends.length > 1 ? el('div', { class: 'ends', role: 'group', 'aria-label': 'Passage of this row' }, this.ends.map((place, end) => el('button', { type: 'button', class: 'pick', 'data-end': end, 'aria-pressed': String(String(place) === String(this.place)), style: side(place[0]) }, `${names[place[0]]} ${this.passage(place).label}`))) : '',
      el('p', { class: 'source', dir: 'auto', style: side(document) }, written(printed(passage).rest)))
    this.found = this.candidates()
    this.active = Math.min(this.active, Math.max(this.found.length - 1, 0))
    const empty = this.box.value.trim() ? 'No passage of another text has this label or these words.' : 'No passage comes near this one. Type a label or words to look through all.'
    this.list.replaceChildren(...this.found.map((each, at) => this.candidate(each, at)), ...this.found.length ? [] : [el('li', { class: 'nothing' }, empty)])
    const adds = this.unchanged && this.found[this.active] && !this.ticked.has(String(this.found[this.active].place))
    const count = this.ticked.size + adds
    this.foot.replaceChildren(el('span', { class: 'how' }, el('kbd', {}, '↑'), el('kbd', {}, '↓'), ' choose · ', el('kbd', {}, 'Space'), ' tick several · ', el('kbd', {}, 'Enter'), ' link · ', el('kbd', {}, 'Esc'), ' close'),
      el('button', { type: 'button', class: 'yes', 'data-do': '', disabled: !count }, count ? `Link with ${plural(count, 'passage')}` : 'Link'))
    this.list.children[this.active]?.scrollIntoView({ block: 'nearest' })
  }

  candidate({ place, score, why }, at) {
    const passage = this.passage(place)
    return el('li', { role: 'option', 'aria-selected': String(this.ticked.has(String(place))), class: at === this.active ? 'active' : '', style: side(place[0]) },
      el('button', { type: 'button', 'data-tick': at, tabindex: '-1' },
        el('span', { class: 'tick', 'aria-hidden': 'true' }, this.ticked.has(String(place)) ? '☑' : '☐'),
        el('b', {}, `${this.viewer.names[place[0]]} ${passage.label}`),
        score == null ? null : el('span', { class: 'score' }, `score ${number(score)}`),
        why ? el('span', { class: 'why' }, why) : null,
        el('span', { class: 'words', dir: 'auto' }, written(printed(passage).rest))))
  }

  fillLinks() {
    const { links } = this.viewer.data.rows[this.index]
    this.found = links.map(link => ({ link }))
    this.head.replaceChildren(el('h2', {}, 'Which link does not hold?'), el('p', {}, 'The others stay as they are.'))
    this.list.replaceChildren(...links.map((link, at) => el('li', { class: at === this.active ? 'active' : '' },
      el('button', { type: 'button', 'data-tick': at }, el('b', {}, link.pair.join(' – ')), el('span', { class: 'score' }, `score ${number(link.score)}`)))))
    this.foot.replaceChildren(el('span', { class: 'how' }, el('kbd', {}, 'Enter'), ' reject · ', el('kbd', {}, 'Esc'), ' close'),
      el('button', { type: 'button', 'data-every': '' }, 'Reject all'))
  }

  click(event) {
    if (event.target === this.sheet) return this.sheet.close()
    event.stopPropagation()
    const at = selector => event.target.closest(selector)
    if (at('[data-end]')) { this.begin(this.ends[Number(at('[data-end]').dataset.end)]); this.fill(); return this.box.focus() }
    if (at('[data-tick]')) {
      const number = Number(at('[data-tick]').dataset.tick)
      if (this.mode === 'reject') return this.unlink([this.found[number].link])
      this.active = number
      return this.tick()
    }
    if (at('[data-every]')) return this.unlink(this.viewer.data.rows[this.index].links)
    if (at('[data-do]')) this.link()
  }

  /** Whether the ticks are those of what is linked already. */
  get unchanged() { return this.ticked.size === this.linked.length && this.linked.every(place => this.ticked.has(String(place))) }

  tick() {
    const each = this.found[this.active]
    if (!each) return
    const key = String(each.place)
    if (!this.ticked.delete(key)) this.ticked.add(key)
    this.fill()
  }

  link() {
    if (this.unchanged && this.found[this.active]) this.ticked.add(String(this.found[this.active].place))
    const chosen = [...this.ticked].map(key => key.split(',').map(Number))
    if (!chosen.length) return
    this.review.link([...this.ends.filter(each => each[0] === this.place[0]), ...chosen])
    this.sheet.close()
  }

  unlink(links) {
    const { index } = this
    this.sheet.close()
    for (const { ends } of links) this.review.unlink(index, ends)
  }

  key(event) {
    event.stopPropagation()
    const { key } = event
    const by = { ArrowDown: 1, ArrowUp: -1 }[key]
    if (by && this.found.length) {
      event.preventDefault()
      this.active = (this.active + by + this.found.length) % this.found.length
      this.fill()
      if (this.mode === 'reject') this.list.children[this.active].querySelector('button').focus()
    } else if (key === 'Enter' && this.mode === 'link' && !event.target.closest('[data-end], .yes')) {
      event.preventDefault()
      this.link()
    } else if (key === ' ' && this.mode === 'link' && (!this.box.value || event.target !== this.box) && !event.target.closest('[data-end], .yes')) {
      event.preventDefault()
      this.tick()
    }
  }
}


/** One question and its answer, in a dialog. */
class Asking {
  draw() {
    if (this.sheet) return this.sheet
    this.sheet = el('dialog', { class: 'sheet asking' })
    this.sheet.addEventListener('keydown', event => { event.stopPropagation(); if (event.key === 'Enter' && (event.ctrlKey || event.metaKey || event.target.matches('input'))) { event.preventDefault(); this.end(this.box.value.trim()) } })
    this.sheet.addEventListener('close', () => this.end(null))
    this.sheet.addEventListener('click', event => { event.stopPropagation(); if (event.target.closest('[data-keep]')) this.end(this.box.value.trim()); else if (event.target === this.sheet || event.target.closest('[data-leave]')) this.end(null) })
    return this.sheet
  }

  /** The answer, or null where it was left. */
  ask(title, told, value, { long = false } = {}) {
    this.box = long ? el('textarea', { rows: '5', 'aria-label': title, maxlength: '10000', dir: 'auto' }) : el('input', { type: 'text', 'aria-label': title, maxlength: '1000', dir: 'auto' })
    this.box.value = value
    this.sheet.replaceChildren(el('h2', {}, title), el('p', { class: 'told' }, told), this.box,
      el('div', { class: 'foot' }, el('span', { class: 'how' }, long ? [el('kbd', {}, 'Ctrl'), el('kbd', {}, 'Enter')] : el('kbd', {}, 'Enter'), ' keep · ', el('kbd', {}, 'Esc'), ' leave'),
        el('button', { type: 'button', 'data-leave': '' }, 'Leave'), el('button', { type: 'button', class: 'yes', 'data-keep': '' }, 'Keep')))
    this.sheet.showModal()
    this.box.focus()
    this.box.select()
    return new Promise(answer => { this.answer = answer })
  }

  /** After the page was drawn anew: what was being written stays. */
  stay() {
    if (!this.sheet.open) return
    this.sheet.removeAttribute('open')
    this.sheet.showModal()
    this.box.focus()
  }

  end(value) {
    const { answer } = this
    this.answer = null
    if (this.sheet.open) this.sheet.close()
    answer?.(value)
  }
}
