// What is looked at stands in the address, after the #: a copied address opens the same place, and back goes back.
// Which texts are compared stands before it (?text=…): Streamlit keeps that, in documents.py.

const PLACE = ['view', 'show', 'row', 'difference', 'concept', 'kind', 'raised', 'text', 'stance', 'least']

class Address {
  constructor(viewer) {
    this.viewer = viewer
    this.fresh = true // nothing has been restored yet
    this.onBack = () => this.back()
    addEventListener('popstate', this.onBack)
  }

  close() { removeEventListener('popstate', this.onBack) }

  /** The place that is shown, as it is written. */
  told() {
    const { viewer } = this
    const { data, walk: { framed } } = viewer
    const view = viewer.view !== 'texts' ? viewer.view : viewer.mode === 'ribbons' ? 'ribbons' : ''
    const place = { ...this.filters(), view, show: [...viewer.kinds].sort().join(' '), row: data.rows[viewer.selected]?.id ?? '' }
    if (framed) place[framed.rank == null ? 'concept' : 'difference'] = framed.plain
    const words = new URLSearchParams(PLACE.filter(name => place[name]).map(name => [name, place[name]]))
    return `#${words}`
  }

  /** What the two long views are filtered by, where one of them is shown. */
  filters() {
    const full = this.viewer.full[this.viewer.view]
    if (!full) return {}
    const { least, ...rest } = full.chosen ?? { kind: full.kind, raised: full.raised }
    return { ...rest, least: least === '0' ? '' : least }
  }

  refilter({ kind = '', raised = '', text = '', stance = '', least = '0' }) {
    const full = this.viewer.full[this.viewer.view]
    if (full?.chosen) {
      full.choose({ raised, text, stance, least })
      full.fill()
    } else if (full) {
      Object.assign(full, { kind: SORTS.some(([known]) => known === kind) ? kind : '', raised: this.viewer.names[raised] ? raised : '' })
      full.filter()
    }
  }

  /** `step` makes a place that back returns to; else the present one is told anew. */
  write(step = false) {
    if (this.still) return
    const told = this.told()
    if (location.href.includes('#') && told === (location.hash || '#')) return
    history[step ? 'pushState' : 'replaceState']({}, '', `${location.pathname}${location.search}${told}`)
  }

  /** After the comparison has been drawn: go where the address says, if it was opened or gone back to. */
  arrive() {
    const asked = (this.fresh && location.hash.length > 1) || this.gone
    this.fresh = this.gone = false
    if (asked) this.restore()
    else this.write()
  }

  /** Back or forward: at once where the texts are the same, else when they have come. */
  back() {
    const asked = new URLSearchParams(location.search).getAll('text').join('\n')
    const shown = this.viewer.data.keys.join('\n')
    if (asked === shown || (!asked && this.viewer.data.opening)) this.restore()
    else this.gone = true
  }

  restore() {
    const { viewer } = this
    const place = Object.fromEntries(new URLSearchParams(location.hash.slice(1)))
    this.still = true
    try {
      viewer.kinds = new Set((place.show ?? '').split(' ').filter(kind => viewer.chips().some(chip => chip.kind === kind && chip.count)))
      viewer.filter()
      if (viewer.walk.framed) viewer.walk.unframe()
      const known = VIEWS.some(([name]) => name === place.view)
      const mode = place.view === 'ribbons' ? 'ribbons' : known && place.view !== 'texts' ? viewer.mode : 'rows'
      viewer.open(known ? place.view : 'texts')
      this.refilter(place)
      if (viewer.view === 'texts' && mode !== viewer.mode) viewer.arrange(mode)
      const row = viewer.data.rows.findIndex(each => each.id === place.row)
      const target = this.target(place)
      if (target && viewer.view === 'texts') viewer.walk.visit(target, { row: target.rows.includes(row) ? row : null })
      if (row >= 0 && viewer.selected !== row) viewer.select(row, { focus: false, scroll: viewer.view === 'texts' })
      else if (row < 0 && viewer.selected >= 0 && !target) viewer.leaveRow()
    } finally { this.still = false }
  }

  target({ difference, concept }) {
    const { data } = this.viewer
    if (difference != null) return this.viewer.walk.found(data.differences.find(each => each.concept === difference)?.rank)
    const index = concept == null ? -1 : data.concepts.findIndex(each => each.name === concept)
    return index < 0 ? null : this.viewer.walk.concept(index)
  }
}
