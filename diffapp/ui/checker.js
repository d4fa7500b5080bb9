// The passages of a file as they were read, beside the picture of their page; one key merges, splits, leaves out.
// Document text enters the page only as text nodes (`el`), never as markup.

const TOOLS = [['m', 'merge', 'Merge', 'Merge with the passage before'], ['s', 'split', 'Split', 'Split: choose the word before which'], ['d', 'drop', 'Leave out', 'Leave out'],
  ['h', 'heading', 'Heading', 'Make it a heading, or a passage again'], ['u', 'undo', 'Undo', 'Take the last correction back']]
const LISTED = 200

export default function (component) {
  const root = component.parentElement.querySelector('.check')
  root.checker ??= new Checker(root)
  root.checker.tell = (what, value) => component.setTriggerValue(what, value)
  root.checker.show(JSON.parse(new TextDecoder().decode(component.data)))
  return () => { root.checker?.close(); delete root.checker }
}

class Checker {
  constructor(root) {
    this.root = root
    this.at = 0
    this.splitting = null // the word before which the passage in hand would be split
    this.onKey = event => this.key(event)
    this.onClick = event => this.click(event)
    window.addEventListener('keydown', this.onKey)
    root.addEventListener('click', this.onClick)
  }

  close() {
    window.removeEventListener('keydown', this.onKey)
    this.root.removeEventListener('click', this.onClick)
  }

  $(selector) { return this.root.querySelector(selector) }

  show(data) {
    const list = this.$('.blocks')
    const scrolled = list?.scrollTop ?? 0
    const fresh = this.data?.name !== data.name
    this.data = data
    this.splitting = null
    this.at = fresh ? 0 : Math.min(this.at, data.blocks.length - 1)
    this.root.classList.toggle('paged', Boolean(data.picture))
    this.root.replaceChildren(this.head(), el('div', { class: 'desk' }, el('ol', { class: 'blocks', 'aria-label': 'Passages as read' }, data.blocks.map((block, index) => this.block(block, index))), this.page()),
      el('div', { class: 'unseen', role: 'status', 'aria-live': 'polite' }))
    this.$('.blocks').scrollTop = fresh ? 0 : scrolled
    this.select(this.at, { quiet: true })
  }

  head() {
    const { data } = this
    const doubtful = data.blocks.filter(block => block.doubts.length).length
    const headings = data.blocks.filter(block => block.level).length
    const passages = data.blocks.length - headings
    const told = [passages ? plural(passages, 'passage') : 'no passage', headings ? plural(headings, 'heading') : null, doubtful ? `${doubtful} to look at` : 'nothing doubtful', data.pages ? plural(data.pages, 'page') : null,
      data.removed.length ? `${plural(data.removed.length, 'line')} left out` : null, data.corrections ? plural(data.corrections, 'correction') : null].filter(Boolean).join(' · ')
    return el('header', {}, el('div', { class: 'line' }, el('h1', {}, `How ${data.name} was read`), el('span', { class: 'told' }, told),
      el('button', { type: 'button', class: 'done', 'data-done': '' }, 'Back to the comparison')),
    el('div', { class: 'line' }, el('div', { class: 'tools', role: 'toolbar', 'aria-label': 'Corrections' },
      el('button', { type: 'button', 'data-next': '', disabled: !doubtful }, 'Next doubt', el('kbd', {}, 'n')),
      TOOLS.map(([key, kind, name, words]) => el('button', { type: 'button', 'data-tool': kind, title: words, disabled: kind === 'undo' && !data.corrections }, name, el('kbd', {}, key))),
      data.corrections || data.aside ? el('button', { type: 'button', 'data-aside': data.corrections ? 'aside' : 'back', title: data.corrections ? 'Set all corrections aside; they can be put back until another is made' : null },
        data.corrections ? 'As it was read' : `Put ${plural(data.aside, 'correction')} back`) : null,
      data.recognisable ? el('button', { type: 'button', 'data-again': '', title: 'Where the text in the file is poor: read the pages as pictures. It takes some seconds a page.' }, 'Recognise the pages anew') : null)),
    this.parts(),
    data.warnings.length || data.removed.length ? el('details', {}, el('summary', {}, 'What was noticed, and left out'), el('ul', {}, data.warnings.map(words => el('li', {}, words)),
      data.removed.slice(0, LISTED).map(([page, line]) => el('li', { class: 'removed' }, page ? `p. ${page}: ` : '', el('q', {}, line))),
      data.removed.length > LISTED ? el('li', {}, `and ${data.removed.length - LISTED} more`) : null)) : null)
  }

  /** Where one file holds several documents: the pages of each, as they seem to be or as the reader says. */
  parts() {
    const { data } = this
    if (!data.pages || data.pages < 2) return null
    const ranges = data.ranges.map(([first, last]) => first === last ? first : `${first}-${last}`).join(', ')
    const told = data.parts.length ? [`This file seems to hold ${data.parts.length + 1} documents. `, el('span', { class: 'why' }, data.parts.map(([page, why]) => `Page ${page}: ${why}.`).join(' '))] : 'Does this file hold several documents?'
    return el('div', { class: data.parts.length ? 'parts found' : 'parts' }, el('p', {}, told),
      el('label', {}, 'Pages of each ', el('input', { type: 'text', class: 'ranges', value: data.parts.length ? ranges : '', placeholder: '1-5, 6-9', size: '12', 'data-ranges': '' })),
      el('button', { type: 'button', 'data-split': '' }, 'Put them side by side'))
  }

  block(block, index) {
    const label = `${block.level ? 'Heading' : 'Passage'} ${index + 1}${block.page ? `, page ${block.page}` : ''}${block.doubts.length ? `, ${block.doubts.join(', ')}` : ''}`
    return el('li', { class: `block${block.level ? ' heading' : ''}${block.doubts.length ? ' doubtful' : ''}`, 'data-block': index, tabindex: '-1', 'aria-label': label },
      el('span', { class: 'where' }, block.page ? `p. ${block.page}` : ''),
      el('p', { dir: 'auto', lang: this.data.language }, block.text), block.doubts.map(why => el('p', { class: 'doubt' }, `⚠ ${why}`)))
  }

  page() {
    const { page, pages, picture } = this.data
    if (!picture) return null
    return el('figure', {}, el('figcaption', {}, el('button', { type: 'button', 'data-turn': -1, disabled: page <= 1, 'aria-label': 'Page before' }, '‹'), `Page ${page} of ${pages}`,
      el('button', { type: 'button', 'data-turn': 1, disabled: page >= pages, 'aria-label': 'Next page' }, '›')),
    el('button', { type: 'button', class: 'look', 'data-look': '', title: 'Show the page large' }, this.picture(), el('span', {}, 'Show the page large')))
  }

  picture() { return el('img', { src: `data:image/png;base64,${this.data.picture}`, alt: `Page ${this.data.page} as it is in the file` }) }

  /** The page as large as it is sharp, over everything; Escape, or a tap beside it, closes it. */
  look() {
    const large = el('dialog', { class: 'large', 'aria-label': `Page ${this.data.page}` },
      el('button', { type: 'button', 'data-unlook': '', autofocus: true }, 'Close', el('kbd', {}, 'Esc')), el('div', { class: 'sheet', tabindex: '0' }, this.picture()))
    large.addEventListener('close', () => { large.remove(); this.$('.look')?.focus({ preventScroll: true }) })
    this.root.append(large)
    large.showModal()
  }

  select(index, { quiet = false } = {}) {
    const items = this.root.querySelectorAll('.block')
    if (!items[index]) return
    this.unsplit()
    items[this.at]?.classList.remove('selected')
    this.at = index
    const item = items[index]
    item.classList.add('selected')
    item.setAttribute('aria-current', 'true')
    item.focus({ preventScroll: true })
    item.scrollIntoView({ block: 'nearest' })
    const { page } = this.data.blocks[index]
    if (!quiet && page && this.data.picture && page !== this.data.page) this.tell('page', page)
  }

  next() {
    const doubtful = this.data.blocks.flatMap((block, index) => block.doubts.length ? [index] : [])
    this.select(doubtful.find(index => index > this.at) ?? doubtful[0])
  }

  // ---------------------------------------------------------------- corrections

  use(kind) {
    const { text, level } = this.data.blocks[this.at]
    if (kind === 'undo') return this.tell('correction', 'undo')
    if (kind === 'split') return this.split(text)
    const made = { kind: kind === 'heading' && level ? 'body' : kind, block: this.at }
    if (kind === 'merge' && this.at) this.at -= 1
    this.tell('correction', made)
  }

  /** The passage in hand as words, to choose the one before which it is split; where a sentence begins first. */
  split(text) {
    if (this.splitting != null) return this.unsplit()
    const words = [...text.matchAll(/\S+/g)]
    if (words.length < 2) return
    const begins = words.findIndex((word, index) => index && /\p{L}\S?[.!?;:]["'”»)]?$/u.test(words[index - 1][0]))
    this.splitting = begins > 0 ? begins : 1
    this.words = words
    this.$('.block.selected p').replaceChildren(...words.flatMap((word, index) => [el('span', { class: 'word', 'data-word': index }, word[0]), ' ']))
    this.pointed()
    this.$('[role=status]').textContent = 'Choose the word before which the passage is split: arrow keys, then Enter'
  }

  pointed() {
    for (const word of this.root.querySelectorAll('.word')) word.classList.toggle('cut', Number(word.dataset.word) === this.splitting)
  }

  unsplit() {
    if (this.splitting == null) return
    this.splitting = null
    this.$('.block.selected p').textContent = this.data.blocks[this.at].text
  }

  cut(index) {
    if (!index) return
    const { text } = this.data.blocks[this.at]
    const at = [...text.slice(0, this.words[index].index)].length // code points, as Python counts
    this.splitting = null
    this.tell('correction', { kind: 'split', block: this.at, at })
  }

  // ---------------------------------------------------------------- hands

  click(event) {
    const at = selector => event.target.closest(selector)
    if (at('[data-done]')) return this.tell('done', true)
    if (at('[data-split]')) return this.tell('split', this.$('[data-ranges]').value)
    if (at('[data-again]')) return this.tell('again', true)
    if (at('[data-next]')) return this.next()
    if (at('[data-tool]')) return this.use(at('[data-tool]').dataset.tool)
    if (at('[data-aside]')) return this.tell('correction', at('[data-aside]').dataset.aside)
    if (at('[data-look]')) return this.look()
    if (at('[data-unlook]') || event.target.matches('dialog.large')) return this.$('dialog.large').close()
    if (at('[data-turn]')) return this.tell('page', this.data.page + Number(at('[data-turn]').dataset.turn))
    if (at('.word')) return this.cut(Number(at('.word').dataset.word))
    if (at('.block')) this.select(Number(at('.block').dataset.block))
  }

  key(event) {
    if (event.key === 'Enter' && event.composedPath()[0].matches?.('[data-ranges]')) return this.tell('split', this.$('[data-ranges]').value)
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
    if (event.composedPath()[0].closest?.('input, textarea, select, [contenteditable], [role=listbox], [role=combobox], [role=dialog], dialog')) return
    const act = this.splitting == null ? this.acts()[event.key] : this.cuts()[event.key]
    if (act) { event.preventDefault(); act() }
  }

  acts() {
    const tools = Object.fromEntries(TOOLS.map(([key, kind]) => [key, () => this.use(kind)]))
    return { ...tools, j: () => this.select(this.at + 1), k: () => this.select(this.at - 1), n: () => this.next() }
  }

  cuts() {
    const by = step => () => { this.splitting = Math.min(Math.max(this.splitting + step, 1), this.words.length - 1); this.pointed() }
    return { ArrowRight: by(1), ArrowLeft: by(-1), ArrowDown: by(10), ArrowUp: by(-10), Enter: () => this.cut(this.splitting), Escape: () => this.unsplit(), s: () => this.unsplit() }
  }
}
