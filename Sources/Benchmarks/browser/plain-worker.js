import { PlainTraining } from './plain.js';

let plain;

self.onmessage = ({ data: [call, argument] }) => {
  if (call === 'prepare') plain = new PlainTraining(JSON.parse(argument));
  self.postMessage(call === 'train' ? plain.train(argument) : call === 'weights' ? plain.weights : null);
};
