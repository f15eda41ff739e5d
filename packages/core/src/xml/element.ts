/** One element of a parsed document: attributes are gone, references are decoded. */
export interface XmlElement {
  readonly name: string;
  /** The character data directly inside it, CDATA included, joined and untrimmed. */
  readonly text: string;
  /** In document order; a name may occur several times. */
  readonly children: readonly XmlElement[];
}

/** Whether the element holds nothing but white space. */
export function isBlank(element: XmlElement): boolean {
  return element.children.length === 0 && element.text.trim() === '';
}
