// What the server has kept of the review, handed to the viewer: apart from the texts, which stay as they are.

export default function ({ data }) {
  const told = new TextDecoder().decode(data)
  const page = globalThis.diffapp ??= {}
  if (page.told === told) return
  page.told = told
  page.kept = JSON.parse(told)
  page.review?.take(page.kept)
}
