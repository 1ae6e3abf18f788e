/* symbols.js - each model's marker: told apart without colour, filled or hollow, in charts and text. */
import { path } from "d3-path";
import { element } from "./dom.js";

/* Corners on the unit circle, as angles in degrees; 0 is up. */
function polygon(angles, radii = [1]) {
    return (context, size) => {
        const radius = Math.sqrt(size / Math.PI) * 1.15;
        angles.forEach((angle, i) => {
            const reach = radius * radii[i % radii.length];
            const turn = angle * Math.PI / 180;
            context[i ? "lineTo" : "moveTo"](reach * Math.sin(turn), -reach * Math.cos(turn));
        });
        context.closePath();
    };
}

/* The outline of a plus sign, turned by so many degrees. */
function plus(turn) {
    const arm = [[-1, -3], [1, -3], [1, -1], [3, -1], [3, 1], [1, 1], [1, 3], [-1, 3], [-1, 1],
        [-3, 1], [-3, -1], [-1, -1]];
    return (context, size) => {
        const unit = Math.sqrt(size / Math.PI) * 0.4;
        const [sine, cosine] = [Math.sin(turn * Math.PI / 180), Math.cos(turn * Math.PI / 180)];
        arm.forEach(([x, y], i) => context[i ? "lineTo" : "moveTo"](
            unit * (x * cosine - y * sine), unit * (x * sine + y * cosine)));
        context.closePath();
    };
}

const regular = (corners, first = 0) =>
    Array.from({ length: corners }, (_, i) => first + i * 360 / corners);

const drawings = {
    circle: (context, size) => {
        const radius = Math.sqrt(size / Math.PI);
        context.moveTo(radius, 0);
        context.arc(0, 0, radius, 0, 2 * Math.PI);
    },
    triangle: polygon(regular(3)),
    wedge: polygon(regular(3, 180)),
    square: polygon(regular(4, 45), [1.1]),
    diamond: polygon(regular(4), [1.15]),
    star: polygon(regular(10), [1.35, 0.6]),
    hexagon: polygon(regular(6, 30)),
    cross: plus(0),
    saltire: plus(45),
    bar: polygon([70, 110, 250, 290], [1.15]),
};

/* What Plot takes as a symbol. */
export const symbolNamed = (name) => ({ draw: drawings[name] ?? drawings.circle });

/* The marker in running text. */
export function marker(model) {
    const line = path();
    symbolNamed(model.symbol).draw(line, 60);
    const svg = element("svg:svg", { class: "marker", viewBox: "-7 -7 14 14", "aria-hidden": "true" },
        element("svg:path", { d: line.toString(), fill: model.color }));
    return svg;
}
