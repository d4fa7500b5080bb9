// A phrase marked in the texts, offered as a concept.

const LONGEST_PHRASE = 160

class Marking {
  /** `root` is what the button is drawn in, `take` gets the phrase. */
  constructor(root, take) {
    this.root = root
    this.take = take
    this.phrase = ''
    this.onChange = () => this.look()
    document.addEventListener('selectionchange', this.onChange)
  }

  close() { document.removeEventListener('selectionchange', this.onChange) }

  draw() {
    this.button = el('button', { type: 'button', class: 'mark', 'data-mark': '', hidden: true })
    this.button.addEventListener('mousedown', event => event.preventDefault()) // else the selection is gone before the click
    return this.button
  }

  look() {
    const chosen = this.root.getRootNode().getSelection?.() ?? getSelection()
    const within = node => (node?.nodeType === Node.TEXT_NODE ? node.parentElement : node)?.closest?.(':is(.rows, .ribbons) .passage')
    const phrase = chosen && !chosen.isCollapsed && chosen.rangeCount ? chosen.toString().replace(/\s+/g, ' ').trim() : ''
    const fits = phrase.length > 1 && phrase.length <= LONGEST_PHRASE && within(chosen.anchorNode) && within(chosen.anchorNode) === within(chosen.focusNode)
    this.phrase = fits ? phrase : ''
    if (!this.button) return
    this.button.hidden = !fits
    if (!fits) return
    const short = phrase.length > 32 ? `${phrase.slice(0, 30)}…` : phrase
    this.button.replaceChildren(`Add “${short}” as a concept `, el('kbd', {}, 'a'))
    const [box, house] = [chosen.getRangeAt(0).getBoundingClientRect(), this.root.getBoundingClientRect()]
    const widest = Math.max(house.width - this.button.offsetWidth - 4, 0)
    this.button.style.insetInlineStart = `${Math.min(Math.max(box.left - house.left, 0), widest)}px`
    this.button.style.insetBlockStart = `${box.bottom - house.top + 6}px`
  }

  /** Offer what is marked; whether anything was. */
  add() {
    if (!this.phrase) return false
    this.take(this.phrase)
    getSelection()?.removeAllRanges()
    return true
  }
}
