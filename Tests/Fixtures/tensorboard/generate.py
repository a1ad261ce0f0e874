"""Writes events with TensorBoard's own classes.

usage: python generate.py events.out.tfevents.reference
"""
import sys

from tensorboard.compat.proto.event_pb2 import Event
from tensorboard.compat.proto.summary_pb2 import Summary
from tensorboard.summary.writer.record_writer import RecordWriter

EPOCHS = [
    {"train/loss": 0.75, "train/accuracy": 0.0, "validation/loss": 0.8125, "learning_rate": 0.003},
    {"train/loss": 0.1, "train/accuracy": 1.0, "validation/loss": 1e-9, "learning_rate": 0.00286},
]

with open(sys.argv[1], "wb") as file:
    writer = RecordWriter(file)
    writer.write(Event(wall_time=1700000000.0, file_version="brain.Event:2").SerializeToString(deterministic=True))
    for epoch, scalars in enumerate(EPOCHS):
        values = [Summary.Value(tag=tag, simple_value=value) for tag, value in scalars.items()]
        event = Event(wall_time=1700000001.5 + 200 * epoch, step=1 + 299 * epoch, summary=Summary(value=values))
        writer.write(event.SerializeToString(deterministic=True))
    writer.flush()
