"""Event order: a calendar (Brown 1988) for what is known at the start, a heap for the rest.

A key packs (time, kind, unit, threat) into 63 bits, so that one integer comparison is the
order of the model: time 30 bits (12 days), kind 3, unit 12, threat 18.
"""

from __future__ import annotations

import numpy as np

from himaya.kernels.jit import inline
from himaya.kernels.work import HEAP_FULL, NEVER, OK

INTERCEPT, LOST, IMPACT, CHANNEL_FREE, RELOADED, ENTRY, DECISION = (np.int64(k) for k in range(7))
"""Kinds of event, in the order that a tie is settled. The first three are never queued: what is known when a
round is launched or a threat is drawn needs no event; they hold their places in the order."""
MAX_TIME_MS, MAX_UNITS, MAX_THREATS = 1 << 30, 1 << 12, 1 << 18
_BUCKET, _ITEM, _HEAP, _PENDING = range(4)
_NONE = np.int64(-1)


@inline
def pack(time_ms, kind, unit, threat):
    """The event's place in the order of the model."""
    return (time_ms << 33) | (kind << 30) | (unit << 18) | threat


@inline
def key_time(key):
    """Its time in milliseconds."""
    return key >> 33


@inline
def key_kind(key):
    """Its kind of event."""
    return (key >> 30) & 7


@inline
def key_unit(key):
    """Its unit, or n_units + area."""
    return (key >> 18) & (MAX_UNITS - 1)


@inline
def key_threat(key):
    """Its threat."""
    return key & (MAX_THREATS - 1)


@inline
def clear(queues):
    """Empty both queues."""
    queues.bucket[:] = -1
    queues.is_pending[:] = 0
    queues.cursor[_BUCKET], queues.cursor[_ITEM] = 0, -1
    queues.cursor[_HEAP], queues.cursor[_PENDING] = 0, 0


@inline
def merge(items, a, b):
    """Two sorted lists as one."""
    head, tail = _NONE, _NONE
    while a >= 0 or b >= 0:
        if b < 0 or (a >= 0 and items.key[a] <= items.key[b]):
            taken = a
            a = items.next[a]
        else:
            taken = b
            b = items.next[b]
        if tail < 0:
            head = taken
        else:
            items.next[tail] = taken
        tail = taken
    return head


@inline
def cut(items, start, length):
    """Cut a list after `length` items; the rest of it."""
    for _ in range(length - 1):
        if start < 0:
            break
        start = items.next[start]
    if start < 0:
        return start
    rest = items.next[start]
    items.next[start] = -1
    return rest


@inline
def sort_list(items, head):
    """Sort a linked list by key: bottom-up merge sort, no memory beside the links."""
    width = np.int64(1)
    while True:
        todo, head, tail, n_merges = head, _NONE, _NONE, 0
        while todo >= 0:
            a = todo
            b = cut(items, a, width)
            todo = cut(items, b, width) if b >= 0 else b
            run = merge(items, a, b)
            if tail < 0:
                head = run
            else:
                items.next[tail] = run
            tail = run
            while items.next[tail] >= 0:
                tail = items.next[tail]
            n_merges += 1
        if n_merges <= 1:
            return head
        width *= 2


@inline
def calendar_head(queues, items):
    """The earliest item not yet taken, or -1."""
    cursor = queues.cursor
    while cursor[_ITEM] < 0 and cursor[_BUCKET] < len(queues.bucket):
        head = queues.bucket[cursor[_BUCKET]]
        cursor[_BUCKET] += 1
        if head >= 0:
            if items.next[head] >= 0:
                head = sort_list(items, head)
            cursor[_ITEM] = head
    return cursor[_ITEM]


@inline
def take_item(queues, items):
    """Take the earliest item off the calendar."""
    item = queues.cursor[_ITEM]
    queues.cursor[_ITEM] = items.next[item]
    return item


@inline
def heap_key(queues):
    """Key of the heap's first event, NEVER if it is empty."""
    return queues.heap_key[0] if queues.cursor[_HEAP] > 0 else np.int64(NEVER)


@inline
def push(queues, key, ref):
    """Add an event; HEAP_FULL if there is no room."""
    n = queues.cursor[_HEAP]
    if n >= len(queues.heap_key):
        return HEAP_FULL
    queues.cursor[_HEAP] = n + 1
    while n > 0:
        parent = (n - 1) >> 1
        if queues.heap_key[parent] <= key:
            break
        queues.heap_key[n] = queues.heap_key[parent]
        queues.heap_ref[n] = queues.heap_ref[parent]
        n = parent
    queues.heap_key[n], queues.heap_ref[n] = key, ref
    return OK


@inline
def schedule(queues, items, item):
    """Put an item on the calendar, or on the heap if the bucket of its time is open already."""
    b = min(key_time(items.key[item]) >> queues.shift[0], len(queues.bucket) - 1)
    if b < queues.cursor[_BUCKET]:
        return push(queues, items.key[item], item)
    items.next[item] = queues.bucket[b]
    queues.bucket[b] = item
    return OK


@inline
def pop(queues):
    """Take the heap's first event; what it concerns."""
    taken = queues.heap_ref[0]
    n = queues.cursor[_HEAP] - 1
    queues.cursor[_HEAP] = n
    key, ref = queues.heap_key[n], queues.heap_ref[n]
    hole = np.int64(0)
    while 2 * hole + 1 < n:
        child = 2 * hole + 1
        if child + 1 < n and queues.heap_key[child + 1] < queues.heap_key[child]:
            child += 1
        if queues.heap_key[child] >= key:
            break
        queues.heap_key[hole] = queues.heap_key[child]
        queues.heap_ref[hole] = queues.heap_ref[child]
        hole = child
    queues.heap_key[hole], queues.heap_ref[hole] = key, ref
    return taken


@inline
def request(queues, unit):
    """Let a unit decide once everything else of this moment has happened."""
    if queues.is_pending[unit] == 0:
        queues.is_pending[unit] = 1
        queues.pending[queues.cursor[_PENDING]] = unit
        queues.cursor[_PENDING] += 1


@inline
def first_pending(queues):
    """Place of the pending unit that decides first, -1 if none is."""
    best = -1
    for place in range(queues.cursor[_PENDING]):
        if best < 0 or queues.pending[place] < queues.pending[best]:
            best = place
    return best


@inline
def take_pending(queues, place):
    """Take a pending unit off the list."""
    unit = queues.pending[place]
    last = queues.cursor[_PENDING] - 1
    queues.pending[place] = queues.pending[last]
    queues.cursor[_PENDING] = last
    queues.is_pending[unit] = 0
    return unit
