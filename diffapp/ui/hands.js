// What the reader does: each click and key, and what answers it.

class Hands {
  constructor(viewer) {
    this.viewer = viewer
    const { root } = viewer
    this.onKey = event => this.key(event)
    this.onClick = event => this.click(event)
    this.onInput = event => { if (event.target.dataset.filter) viewer.address.write() }
    window.addEventListener('keydown', this.onKey)
    root.addEventListener('click', this.onClick)
    root.addEventListener('input', this.onInput)
  }

  close() {
    const { root } = this.viewer
    window.removeEventListener('keydown', this.onKey)
    root.removeEventListener('click', this.onClick)
    root.removeEventListener('input', this.onInput)
  }

  click(event) {
    const { viewer } = this
    const at = selector => event.target.closest(selector)
    const given = (selector, name) => at(selector)?.dataset[name]
    if (at('.chip')) return viewer.choose(given('.chip', 'kind'))
    if (at('[data-all]')) return viewer.choose('')
    if (at('[data-find]')) return viewer.find.seek(Number(given('[data-find]', 'find')))
    if (at('.found')) return viewer.walk.visit(viewer.walk.found(Number(given('.found', 'rank'))))
    if (at('[data-turn]')) return viewer.walk.visit(viewer.walk.framed, { by: Number(given('[data-turn]', 'turn')) })
    if (at('[data-stop]')) { viewer.walk.unframe(); return viewer.address.write(true) }
    if (at('[data-open]')) return viewer.turnTo(given('[data-open]', 'open'))
    if (at('[data-visit], [data-concept]')) return this.follow(at('[data-visit], [data-concept]').dataset)
    if (at('[data-go]')) { return viewer.go(Number(given('[data-go]', 'go'))) }
    if (at('[data-more]')) return at('.lead').classList.add('all')
    if (at('[data-layer]')) return viewer.layers.toggle(given('[data-layer]', 'layer'))
    if (at('[data-size]')) return viewer.sizes.choose(given('[data-size]', 'size'))
    if (at('[data-help]')) return viewer.going.help.showModal()
    if (at('dialog')) return
    if (at('[data-mark]')) return viewer.marking.add()
    if (at('[data-make]')) return viewer.handIn(viewer.find.query.trim())
    if (at('[data-judge]')) { const { judge, key, value } = at('[data-judge]').dataset; return viewer.review.judge(judge, key, { value }) }
    if (viewer.view !== 'texts') { this.report(at); return viewer.address.write() }
    if (at('[data-unseen]')) return viewer.onlyUnseen()
    if (at('.act')) return viewer.review.act(given('.act', 'act'), Number(at('.row').dataset.row))
    if (at('.tool')) return viewer.review.act(given('.tool', 'act'))
    if (at('[data-focus-on]')) return viewer.sizes.focus(Number(given('[data-focus-on]', 'focusOn')))
    if (at('.handle')) return
    if (at('[data-note]')) return viewer.note(at('[data-note]'))
    if (at('.fold')) { viewer.root.dataset.rail = viewer.root.dataset.rail === 'open' ? '' : 'open'; return viewer.measure() }
    if (at('[data-mode]')) return viewer.arrange(given('[data-mode]', 'mode'))
    if (at('[data-tray]')) return viewer.ribbons.reasons(null, false)
    if (at('.why, .review') || String(getSelection())) return
    if (at('[data-leaf]')) return viewer.pick(Number(given('[data-leaf]', 'leaf')))
    const article = at('.row')
    if (!article) return
    const index = Number(article.dataset.row)
    viewer.select(index, { scroll: false, focus: !at('.sum') })
    viewer.why(index)
  }

  /** Go to the rows of a difference or a concept, to a certain one if a quotation was clicked. */
  follow({ visit, concept, rowOf }) {
    const { viewer } = this
    const row = rowOf == null ? null : Number(rowOf)
    viewer.walk.visit(visit != null ? viewer.walk.found(Number(visit)) : viewer.walk.concept(Number(concept)), { row })
  }

  /** Clicks in the two long views. */
  report(at) {
    const { viewer } = this
    const full = viewer.full[viewer.view]
    if (at('.pick')) return viewer.say(full.choose(at('.pick').dataset.group, at('.pick').dataset.value))
    if (at('.sort')) return full.by(at('.sort').dataset.sort, Number(at('.sort').dataset.document))
    if (at('[data-every]')) return full.every()
    if (at('[data-join]')) return viewer.tell('joined', viewer.data.proposals[Number(at('[data-join]').dataset.join)].names)
    if (at('[data-card-of]')) this.card(at('[data-card-of]').dataset.cardOf)
  }

  card(rank) {
    const { viewer } = this
    viewer.open('differences')
    viewer.full.differences.every()
    const card = viewer.$(`[data-card="${rank}"]`)
    card.scrollIntoView({ block: 'start' })
    card.querySelector('button').focus({ preventScroll: true })
  }

  key(event) {
    const { viewer } = this
    if (viewer.$('dialog[open]')) return
    const target = event.composedPath()[0]
    const inFind = viewer.root.contains(target) && target.matches?.('.find input')
    if (inFind && event.key === 'Enter') { event.preventDefault(); return viewer.find.seek(event.shiftKey ? -1 : 1) }
    if (event.key === 'Escape') return this.escape(target, inFind)
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
    if (target.closest?.('input, textarea, select, [contenteditable], [role=listbox], [role=combobox], [role=slider], [role=dialog]')) return
    if (event.key === 'Enter' && target.matches?.('.leaf')) { event.preventDefault(); return viewer.pick(Number(target.dataset.leaf)) }
    if (event.key === 'Enter' && target.matches?.('.row')) { event.preventDefault(); return viewer.why(Number(target.dataset.row)) }
    if (event.key === '?') { event.preventDefault(); return viewer.going.help.showModal() }
    if ((event.key === 'z' || event.key === 'y') && viewer.review.act(event.key)) return event.preventDefault()
    const view = VIEWS[Number(event.key) - 1]
    if (view) { event.preventDefault(); return viewer.turnTo(view[0]) }
    if (viewer.view !== 'texts') return
    const action = { a: () => viewer.marking.add(), j: () => viewer.step(1), k: () => viewer.step(-1), n: () => viewer.walk.another(1), p: () => viewer.walk.another(-1),
      g: () => viewer.going.ask(), x: () => viewer.going.nearest(),
      v: () => viewer.arrange(viewer.mode === 'rows' ? 'ribbons' : 'rows'),
      '/': () => viewer.find.box.focus() }[event.key]
    if (action) { event.preventDefault(); action() } else if (viewer.review.act(event.key)) event.preventDefault()
  }

  escape(target, inFind) {
    const { viewer } = this
    if (inFind) {
      if (viewer.find.query) viewer.find.ask('')
      else target.blur()
    } else if (viewer.view !== 'texts') return
    else if (!viewer.$('.hint').hidden) viewer.$('.hint').hidden = true
    else if (!viewer.$('.now').hidden) { viewer.walk.unframe(); viewer.address.write(true) }
    else if (viewer.ribbons && !viewer.ribbons.tray.hidden) viewer.ribbons.reasons(null, false)
    else viewer.$$('.sum[aria-expanded=true]').forEach(button => viewer.why(Number(button.closest('.row').dataset.row), false))
  }
}
