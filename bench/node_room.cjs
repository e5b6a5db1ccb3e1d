// The plain room once more, in Node: `node bench/node_room.cjs PORT`. Hands each message on to everybody, one emit each.
const http = require("node:http");
const { Server } = require("socket.io");

const listener = http.createServer((_, answer) => answer.end());
const room = new Server(listener, { cors: { origin: "*" }, transports: ["websocket"] }).of("/room");
room.on("connection", (line) => {
  line.join(line.handshake.auth.session);
  line.on("message:say", ({ lang, text }) => room.to("evening").emit("message:said", { lang, text }));
});
listener.listen(Number(process.argv[2]), "127.0.0.1", 2048);
