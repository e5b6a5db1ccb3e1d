/** The Worker that holds the socket, so that a hidden tab keeps its beat. */

import { io } from "../../vendor/socket.io.esm.min.js";
import { Line } from "./socket.js";

let line = null;

const tell = (news) => self.postMessage(news);

const DO = {
  connect: (order) => {
    line ??= new Line(io, order, tell);
  },
  command: (order) => line?.command(order),
  rest: () => line?.rest(),
  again: () => line?.again(),
};

self.addEventListener("message", ({ data }) => DO[data.do]?.(data));

tell({ is: "ready" });
