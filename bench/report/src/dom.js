/* dom.js - elements and text. Whatever comes from results becomes a text node or the value of a
 * harmless attribute, never markup. */

const svg = "http://www.w3.org/2000/svg";

/* element("p", {class: "note"}, "text", node, [more]): false, null and undefined are nothing. */
export function element(name, attributes = {}, ...children) {
    const node = name.startsWith("svg:")
        ? document.createElementNS(svg, name.slice(4))
        : document.createElement(name);
    for (const [key, value] of Object.entries(attributes))
        if (typeof value === "function")
            node.addEventListener(key, value);
        else if (value !== null && value !== undefined && value !== false)
            node.setAttribute(key, value === true ? "" : value);
    node.append(...children.flat(9).filter((child) => child || child === 0));
    return node;
}

/* Style properties one by one: the policy of the page lets no style attribute through. */
export function styled(node, properties) {
    for (const [name, value] of Object.entries(properties))
        node.style.setProperty(name, value);
    return node;
}

/* Work to be done when the browser has time, in order, or all at once before printing. */
const waiting = [];

/* A page in the background, or on a busy machine, may never be idle. */
const whenIdle = (work) => window.requestIdleCallback
    ? requestIdleCallback(work, { timeout: 200 })
    : setTimeout(work, 1, { timeRemaining: () => 0 });

function workOff(deadline) {
    do
        waiting.shift()?.();
    while (waiting.length && deadline.timeRemaining() > 4);
    if (waiting.length)
        whenIdle(workOff);
}

export function later(work) {
    if (waiting.push(work) === 1)
        whenIdle(workOff);
}

export function everythingNow() {
    while (waiting.length)
        waiting.shift()();
}
