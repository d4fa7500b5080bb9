// Keys that lead somewhere: g and a label, x for the nearest candidate, ? for help.

const HELP = [['j', 'k', 'next, previous row'], ['Enter', '', 'reasons for a row'], ['n', 'p', 'next, previous difference'], ['x', '', 'nearest candidate of a passage that stands alone, and back'],
  ['g', '', 'go to a passage: type its label, Enter'], ['/', '', 'find; Enter and Shift Enter step'], ['v', '', 'rows or ribbons'],
  ['c', 'r', 'confirm, or reject a link; on a passage that stands alone, c: no counterpart, checked'], ['l', '', 'link with another passage'], ['u', '', 'next row that nobody has looked at'],
  ['m', 't', 'note, tags'], ['s', '', 'status: open, to discuss, checked, done'], ['z', 'y', 'undo, redo a decision'], ['1', '3', 'Texts, Differences, Concepts'],
  ['a', '', 'add what is marked as a concept'], ['?', '', 'this help'], ['Esc', '', 'close what is open']]
const OFFERED = 8

class Going {
  constructor(viewer) { this.viewer = viewer }

  draw() {
    this.box = el('input', { type: 'text', 'aria-label': 'Label of the passage', 'aria-describedby': 'go-told', autocomplete: 'off', spellcheck: 'false', placeholder: 'Label, such as 7(b) or ¶4' })
    this.list = el('ul', { id: 'go-told' })
    this.go = el('dialog', { class: 'sheet go', 'aria-label': 'Go to a passage' }, el('label', {}, el('span', {}, 'Go to'), this.box), this.list)
    this.help = el('dialog', { class: 'sheet help', 'aria-label': 'Keys' }, el('h2', {}, 'Keys'),
      el('dl', {}, HELP.flatMap(([one, two, words]) => [el('dt', {}, el('kbd', {}, one), two ? [' ', el('kbd', {}, two)] : null), el('dd', {}, words)])),
      el('form', { method: 'dialog' }, el('button', { class: 'close' }, 'Close')))
    this.box.addEventListener('input', () => this.offer())
    this.box.addEventListener('keydown', event => { if (event.key === 'Enter') { event.preventDefault(); this.take(this.found[0]) } })
    this.list.addEventListener('click', event => { const at = event.target.closest('[data-take]'); if (at) this.take(this.found[Number(at.dataset.take)]) })
    for (const sheet of [this.go, this.help]) sheet.addEventListener('click', event => { if (event.target === sheet) sheet.close() })
    return [this.go, this.help]
  }

  get busy() { return this.go?.open || this.help?.open }

  ask() {
    this.box.value = ''
    this.offer()
    this.go.showModal()
    this.box.focus()
  }

  /** Passages whose label is, begins with, or holds what was typed. */
  offer() {
    const plain = text => text.toLowerCase().replace(/[\s.¶§]+/g, '')
    const asked = plain(this.box.value)
    const rank = label => label === asked ? 0 : label.startsWith(asked) ? 1 : 2
    this.places ??= this.viewer.data.rows.flatMap((row, index) => row.cells.flatMap((cell, document) => cell.map(passage => ({ row: index, document, at: passage.at, part: 'p', label: passage.label, plain: plain(passage.label), passage }))))
    this.found = asked ? this.places.filter(place => place.plain.includes(asked)).sort((one, other) => rank(one.plain) - rank(other.plain) || one.document - other.document || one.at - other.at).slice(0, OFFERED) : []
    this.list.replaceChildren(...this.found.map((place, index) => el('li', {}, el('button', { type: 'button', 'data-take': index, style: side(place.document) },
      el('b', {}, `${this.viewer.names[place.document]} ${place.label}`), ` ${written(printed(place.passage).rest).slice(0, 70)}…`))),
    ...asked && !this.found.length ? [el('li', { class: 'nothing' }, 'No passage has this label.')] : [])
  }

  take(place) {
    if (!place) return
    this.go.close()
    this.viewer.address.write(true)
    this.viewer.select(place.row, { scroll: false })
    this.viewer.bring(place)
  }

  /** From a passage that stands alone to what comes nearest, and back again. */
  nearest() {
    const { viewer } = this
    if (this.from != null && viewer.selected === this.to) {
      const back = this.from
      this.from = null
      return viewer.go(back)
    }
    const row = viewer.data.rows[viewer.selected]
    if (!row) return viewer.hint('Select a row first: j or a click.')
    if (row.kind !== 'only' && !row.nearest) return viewer.hint('This passage has its counterpart; x is for passages that stand alone.')
    if (!row.nearest) return viewer.hint('No passage of the other text comes near this one.')
    const who = viewer.rowsView.inWords(row).who.join(', ')
    ;[this.from, this.to] = [viewer.selected, row.nearest.row]
    viewer.go(this.to)
    viewer.hint(`Nearest to ${who}: ${row.nearest.cite}, score ${number(row.nearest.score)}, not taken: ${row.nearest.reason}. x leads back.`)
  }
}
