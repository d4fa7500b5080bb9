// The comparison, drawn once from `data`; what is selected, filtered and searched for lives here alone.
// Document text enters the page only as text nodes (`el` and `append`), never as markup.

/** The score from which on a link is likelier right than wrong. */
const EVEN = 0.5
const SOON = 30_000 // ms in which a phrase that was handed in comes back as a concept

const NARROW = { 2: 560, 3: 780, 4: 1000 } // below so many pixels that many texts are stacked

export default function (component) {
  const root = component.parentElement.querySelector('.diff')
  root.viewer ??= new Viewer(root)
  root.viewer.tell = (what, value) => component.setTriggerValue(what, value)
  root.viewer.show(JSON.parse(new TextDecoder().decode(component.data)))
  return () => { root.viewer?.close(); delete root.viewer }
}

class Viewer {
  constructor(root) {
    this.root = root
    this.kinds = new Set()
    this.view = 'texts'
    this.mode = 'rows'
    this.find = new Find(this)
    this.address = new Address(this)
    this.layers = new Layers(this)
    this.sizes = new Sizes(this)
    this.going = new Going(this)
    this.places = {} // how far each view is scrolled
    this.marking = new Marking(root, phrase => this.handIn(phrase))
    this.walk = new Walk(this)
    this.hands = new Hands(this)
    this.unseen = false // only rows that nobody has looked at
    this.review = new Review(this)
    this.watch = new ResizeObserver(() => this.measure())
    this.watch.observe(root)
  }

  /** What was drawn for the last comparison watches no longer. */
  leave() {
    this.rowsView?.close()
    this.map?.close()
    this.ribbons?.close()
    this.ribbons = null
  }

  close() {
    this.leave()
    this.address.close()
    this.layers.close()
    this.hands.close()
    this.review.close()
    this.watch.disconnect()
    this.marking.close()
    CSS.highlights?.delete('diffapp-find')
    CSS.highlights?.delete('diffapp-found')
  }

  $(selector) { return this.root.querySelector(selector) }
  $$(selector) { return this.root.querySelectorAll(selector) }

  // ---------------------------------------------------------------- drawing

  show(data) {
    const spot = this.review.spot()
    this.data = data
    this.names = data.documents.map(document => document.name)
    this.selected = -1
    this.walk.forget()
    this.find.empty()
    this.going.places = this.going.from = null
    this.leave()
    this.earlier = this.full ?? {} // what was filtered and sorted stays so
    this.full = {}
    this.kinds = new Set([...this.kinds].filter(kind => this.chips().some(chip => chip.kind === kind && chip.count)))
    this.root.dataset.n = this.names.length
    this.rowsView = new Rows(this)
    this.rows = this.rowsView.articles
    this.map = new Minimap(this)
    this.root.replaceChildren(...[
      el('h1', { class: 'unseen' }, `Comparison of ${this.names.join(' and ')}`),
      tabsView(this),
      el('div', { class: 'view', 'data-view': 'texts' }, leadView(data.lead, data.rows), el('div', { class: 'layout' },
        el('aside', { class: 'rail', 'aria-label': 'Differences' }, railView(this), legendView(this)),
        el('section', { class: 'main', 'aria-label': 'Passages side by side' },
          el('div', { class: 'top' }, barView(this), el('div', { class: 'progress', hidden: true }), headsView(this)),
          this.rowsView.root,
          el('p', { class: 'narrow', hidden: true }, 'Ribbons need a wider window; here are the rows.'),
          el('p', { class: 'none', hidden: true }),
          el('p', { class: 'end' }, 'End of the comparison'),
          el('div', { class: 'now', hidden: true })), this.map.root)),
      VIEWS.slice(1).map(([name]) => el('div', { class: 'view', 'data-view': name, hidden: true })),
      this.marking.draw(),
      ...this.going.draw(), this.review.drawer.draw(), this.review.asking.draw(),
      el('p', { class: 'hint', hidden: true }),
      el('div', { class: 'unseen', role: 'status', 'aria-live': 'polite' })].flat())
    this.filter()
    this.open(this.view) // before anything is measured: what is in view stays where it is
    this.measure()
    this.address.arrive()
    this.handedIn()
    this.review.settle(spot)
  }

  /** Show a view where it was left; the two long ones are drawn when they are first asked for. */
  open(name) {
    const main = document.querySelector('.stMain')
    if (main && this.view !== name) this.places[this.view] = main.scrollTop
    const moved = this.view !== name
    this.view = name
    this.root.dataset.view = name
    for (const view of this.$$('.view')) view.hidden = view.dataset.view !== name
    for (const tab of this.$$('.tab')) tab.setAttribute('aria-current', tab.dataset.open === name ? 'page' : 'false')
    if (name !== 'texts' && !this.full[name]) {
      this.full[name] = name === 'concepts' ? new Concepts(this.data, this.earlier[name]) : new Differences(this.data, this.earlier[name])
      this.$(`.view[data-view=${name}]`).replaceChildren(this.full[name].root)
    }
    if (main && moved) main.scrollTop = this.places[name] ?? 0
    const filters = this.$(`.view[data-view=${name}] .filters`)
    if (filters) this.root.style.setProperty('--filters', `${filters.offsetHeight}px`)
    if (moved) this.measure()
  }

  /** Open a view at the reader's wish: a place to come back to. */
  turnTo(name) {
    this.open(name)
    this.address.write(true)
  }

  /** Go from another view into the texts, and remember the way back. */
  enter() {
    this.walk.from = this.view === 'texts' ? null : this.view
    this.open('texts')
  }

  handIn(phrase) {
    this.handed = { phrase: phrase.toLowerCase(), at: Date.now() }
    this.tell('marked', phrase)
  }

  /** A phrase that has become a concept is shown where it stands. */
  handedIn() {
    if (!this.handed || Date.now() - this.handed.at > SOON) return
    const words = name => name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ').trim()
    const index = this.data.concepts.findIndex(each => words(each.name) === words(this.handed.phrase))
    if (index < 0) return
    this.handed = null
    this.find.ask('')
    this.walk.visit(this.walk.concept(index))
  }

  chips() {
    const rows = this.data.rows
    const count = kind => rows.filter(row => this.kindOf(row) === kind).length
    const told = [{ kind: 'shared', name: 'Shared' }, { kind: 'moved', name: 'Moved' },
      ...this.data.documents.map((document, index) => ({ kind: `only-${index}`, name: `Only ${document.name}`, index }))]
    return told.map(chip => ({ ...chip, count: count(chip.kind) }))
  }

  kindOf(row) { return row.kind === 'only' ? `only-${row.cells.findIndex(cell => cell.length)}` : row.kind }

  // ---------------------------------------------------------------- reasons

  why(index, open) {
    const article = this.rows[index]
    this.rowsView.fill(index)
    const button = article.querySelector('.sum')
    const wanted = open ?? button.getAttribute('aria-expanded') !== 'true'
    button.setAttribute('aria-expanded', String(wanted))
    article.querySelector('.why')?.remove()
    if (!wanted) return
    const reasons = reasonsView(this.data.rows[index])
    article.append(reasons)
    // what was asked for must not open below the edge, or behind the bar of a difference
    const bar = this.$('.now')?.offsetHeight ?? 0
    const below = reasons.getBoundingClientRect().bottom + bar - innerHeight
    if (below > 0) reasons.scrollIntoView({ block: bar ? 'center' : 'nearest' })
  }

  // ---------------------------------------------------------------- rows or ribbons

  get ribboned() { return this.mode === 'ribbons' && this.wide && Boolean(this.ribbons) }

  shows(index) { return (!this.kinds.size || this.kinds.has(this.kindOf(this.data.rows[index]))) && !(this.unseen && this.review.looked(index)) }

  /** Rows that have been filled just now get what is marked at present. */
  drawn(article) {
    this.review.decorate(Number(article.dataset.row))
    const { framed } = this.walk
    if (framed) for (const mark of article.querySelectorAll(`.${framed.mark}`)) mark.classList.add('on')
    if (this.find.hits.length) this.marks ??= requestAnimationFrame(() => { this.marks = null; this.find.mark() })
  }

  arrange(mode) {
    this.mode = mode
    this.open('texts')
    for (const button of this.$$('[data-mode]')) button.setAttribute('aria-pressed', String(button.dataset.mode === mode))
    this.lay()
    const main = document.querySelector('.stMain')
    if (main && this.ribboned) main.scrollTop = 0
    if (this.selected >= 0) this.select(this.selected, { focus: false })
    this.find.mark()
    this.say(`${mode === 'rows' ? 'Rows' : 'Ribbons'} shown`)
    this.address.write(true)
  }

  /** Ribbons where they are asked for and there is room; else rows, and a line that says so. */
  lay() {
    const count = this.names.length
    const room = this.$('.main').clientWidth
    this.wide = room >= count * LEAST_WIDTH + (count - 1) * BETWEEN
    const ribboned = this.mode === 'ribbons' && this.wide
    this.root.classList.toggle('ribboned', ribboned)
    this.$('.narrow').hidden = this.mode !== 'ribbons' || this.wide
    this.map.draw()
    if (!ribboned || this.view !== 'texts') return
    if (!this.ribbons) {
      this.ribbons = new Ribbons(this)
      this.rowsView.root.after(this.ribbons.root)
    }
    this.ribbons.fit()
    this.ribbons.measure()
    this.ribbons.frame()
    this.map.draw()
  }

  /** A click on a passage or band of the ribbons. */
  pick(index) {
    const again = this.selected === index
    this.select(index, { scroll: !again })
    this.ribbons.reasons(index, again ? undefined : true)
  }

  /** Where a passage or heading is drawn at present. */
  element(entry) {
    if (this.ribboned) return this.ribbons.element(entry)
    const passage = this.rows[entry.row].querySelector(`[data-document="${entry.document}"] [data-at="${entry.at}"]`)
    if (entry.part === 'p') return passage?.querySelector('p')
    return passage?.previousElementSibling?.matches('.heading') ? passage.previousElementSibling : null
  }

  /** Bring a place into view. */
  bring(entry) {
    if (this.ribboned) {
      this.ribbons.source = entry.document
      return this.ribbons.show(entry.row, { focus: false, at: entry.at })
    }
    this.rowsView.fill(entry.row)
    this.reveal(this.element(entry))
  }

  // ---------------------------------------------------------------- moving about

  /** A sentence for everybody, which goes by itself. */
  hint(words) {
    const hint = this.$('.hint')
    hint.textContent = words
    hint.hidden = false
    clearTimeout(this.gone)
    this.gone = setTimeout(() => { hint.hidden = true }, 9000)
    this.say(words)
  }

  say(words) { this.$('[role=status]').textContent = words }

  measure() {
    const top = this.$('.top')
    if (!top) return
    this.root.classList.toggle('stacked', this.root.clientWidth < NARROW[this.names.length])
    this.top = top.offsetHeight
    this.root.style.setProperty('--top', `${this.top}px`)
    const wide = getComputedStyle(this.$('.fold')).pointerEvents === 'none'
    this.lay()
    const open = wide || this.root.dataset.rail === 'open'
    this.$('.fold').setAttribute('aria-expanded', String(open))
  }

  select(index, { focus = true, scroll = true } = {}) {
    if (!this.rows[index]) return
    if (this.rows[index].hidden) this.choose('')
    const before = this.selected
    this.rows[before]?.classList.remove('selected')
    this.selected = index
    const article = this.rows[index]
    article.classList.add('selected')
    this.rowsView.fill(index)
    this.review.decorate(before)
    this.review.decorate(index)
    this.address.write()
    this.ribbons?.repaint([before, index])
    if (this.ribboned) {
      if (!this.ribbons.tray.hidden) this.ribbons.reasons(index, true)
      return this.ribbons.show(index, { focus, scroll })
    }
    if (focus) article.focus({ preventScroll: true })
    if (scroll) this.reveal(article)
  }

  /** To a row that stands elsewhere; back leads to where one was. */
  go(index) {
    this.address.write(true)
    if (this.view !== 'texts') this.enter()
    this.address.still = true
    this.select(index)
    this.address.still = false
    this.address.write(true)
  }

  leaveRow() {
    const before = this.selected
    this.rows[before]?.classList.remove('selected')
    this.selected = -1
    this.review.decorate(before)
    this.ribbons?.repaint()
  }

  reveal(target) {
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches
    target.scrollIntoView({ block: target.offsetHeight > innerHeight * 0.6 ? 'start' : 'center', behavior: calm ? 'instant' : 'auto' })
  }

  step(by) {
    let index = this.selected < 0 && by < 0 ? this.rows.length : this.selected
    do index += by; while (this.rows[index]?.hidden)
    this.select(index)
  }

  // ---------------------------------------------------------------- filter

  choose(kind) {
    if (!kind) { this.kinds.clear(); this.unseen = false; this.review.bar() }
    else if (!this.kinds.delete(kind)) this.kinds.add(kind)
    this.filter()
    this.address.write(true)
  }

  /** Only the rows that nobody has looked at, or all again. */
  onlyUnseen() {
    this.unseen = !this.unseen
    this.review.bar()
    this.filter()
  }

  filter() {
    let shown = 0
    for (const [index, article] of this.rows.entries()) {
      article.hidden = !this.shows(index)
      shown += !article.hidden
    }
    this.rowsView.size()
    this.map.forget()
    for (const chip of this.$$('.chip')) {
      const pressed = chip.dataset.kind ? this.kinds.has(chip.dataset.kind) : !this.kinds.size && !this.unseen
      chip.setAttribute('aria-pressed', String(pressed))
    }
    const none = this.$('.none')
    none.hidden = shown > 0
    none.replaceChildren(this.rows.length ? 'No row is of this kind. ' : 'There is no passage to show.',
      this.rows.length ? el('button', { type: 'button', class: 'jump', 'data-all': '' }, 'Show all rows') : '')
    this.$('.end').hidden = shown === 0
    this.say(`${plural(shown, 'row')} shown`)
    this.find.ask(this.find.query)
    this.ribbons?.repaint()
  }

  // ---------------------------------------------------------------- hands

  note(button) {
    const open = button.getAttribute('aria-expanded') !== 'true'
    button.setAttribute('aria-expanded', String(open))
    button.closest('.head').querySelector('.note').hidden = !open
    this.measure()
  }

}
