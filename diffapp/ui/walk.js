// Walking through the rows of a difference or a concept: framed in the texts, named in the bar below.

class Walk {
  constructor(viewer) {
    this.viewer = viewer
    this.forget()
  }

  /** Another comparison is on the page. */
  forget() {
    this.framed = null
    this.from = null // the view that one came from
    this.turn = -1 // which of the rows one is at
  }

  /** A difference, or a concept, as something to walk through: its rows, its marks, what is told of it. */
  found(rank) {
    const each = this.viewer.data.differences.find(one => one.rank === rank)
    return each && { mark: `d${rank}`, rank, rows: each.rows, plain: each.concept, name: `${rank} · ${each.concept}`, said: each.said, color: each.documents[0], silences: each.silences }
  }

  concept(index) {
    const { viewer } = this
    const each = viewer.data.concepts[index]
    const said = each.documents.length ? `in ${each.documents.map(number => viewer.names[number]).join(', ')}` : 'no mention'
    return { mark: `c${index}`, rank: null, rows: each.rows, plain: each.name, name: each.name, said, color: each.documents[0] ?? 0, silences: [] }
  }

  /** Frame the rows of a target and go to the first, to the one that is asked for, or on to the next. */
  visit(target, { by = 1, row = null } = {}) {
    const { viewer } = this
    if (!target) return
    const entered = viewer.view !== 'texts'
    if (entered) viewer.enter()
    const { still } = viewer.address
    viewer.address.still = true // one place, not one for each thing that changes
    const fresh = this.framed?.mark !== target.mark
    if (fresh) this.frame(target)
    const total = target.rows.length
    if (row != null) this.turn = Math.max(target.rows.indexOf(row), 0)
    else this.turn = fresh || !total ? 0 : (this.turn + by + total) % total
    if (total) viewer.select(target.rows[this.turn], { focus: entered })
    this.announce(target)
    viewer.address.still = still
    viewer.address.write(fresh)
  }

  frame(target) {
    const { viewer } = this
    this.unframe()
    this.framed = target
    for (const index of target.rows) viewer.rows[index].classList.add('framed')
    for (const mark of viewer.$$(`.rows .${target.mark}`)) mark.classList.add('on')
    viewer.ribbons?.repaint()
    viewer.map.draw()
    if (target.rank == null) return
    const button = viewer.$(`.found[data-rank="${target.rank}"]`)
    button.setAttribute('aria-pressed', 'true')
    const list = button.closest('.list')
    const at = button.offsetTop - list.offsetTop
    if (at < list.scrollTop || at + button.offsetHeight > list.scrollTop + list.clientHeight) list.scrollTop = at - 40
  }

  unframe() {
    const { viewer } = this
    this.framed = null
    this.turn = -1
    for (const one of viewer.$$('.framed')) one.classList.remove('framed')
    for (const one of viewer.$$('.on')) one.classList.remove('on')
    viewer.$('.found[aria-pressed=true]')?.setAttribute('aria-pressed', 'false')
    viewer.$('.now').hidden = true
    if (viewer.ribboned) viewer.ribbons.fit()
    viewer.ribbons?.repaint()
    viewer.map.draw()
  }

  announce(target) {
    const { viewer } = this
    const near = target.silences.filter(one => one.nearest).map(({ nearest: one }) => el('span', { class: 'near' }, `${viewer.names[one.document]} comes nearest in `, nearby(one), `: ${one.reason}`))
    const searched = [...new Set(target.silences.flatMap(one => one.searched))].join(', ')
    const looked = searched ? el('span', { class: 'looked', title: searched }, `Searched for: ${searched}`) : null
    const total = target.rows.length
    const place = total > 1 ? `row ${this.turn + 1} of ${total}` : ''
    const back = this.from ? el('button', { type: 'button', class: 'jump back', 'data-open': this.from }, `Back to ${this.from}`) : null
    const now = viewer.$('.now')
    now.replaceChildren(
      el('div', { class: 'line' },
        el('span', { class: 'what' }, el('b', {}, target.name), ` ${target.said}`), back,
        el('span', { class: 'place' }, place),
        el('button', { type: 'button', 'data-turn': '-1', 'aria-label': 'Previous row with it', disabled: total < 2 }, '↑'),
        el('button', { type: 'button', 'data-turn': '1', 'aria-label': 'Next row with it', disabled: total < 2 }, '↓'),
        el('button', { type: 'button', 'data-stop': '', 'aria-label': 'Close' }, '✕')),
      el('div', { class: 'silent' }, near, looked))
    now.style.cssText = side(target.color)
    now.hidden = false
    if (viewer.ribboned) viewer.ribbons.fit()
    viewer.say(`${target.rank == null ? 'Concept' : 'Difference'} ${target.name}, ${target.said}. ${place}`)
  }

  another(by) {
    const ranks = this.viewer.data.differences.map(each => each.rank)
    const at = ranks.indexOf(this.framed?.rank)
    const next = at < 0 ? (by > 0 ? 0 : ranks.length - 1) : at + by
    if (ranks[next] != null) this.visit(this.found(ranks[next]))
  }
}
