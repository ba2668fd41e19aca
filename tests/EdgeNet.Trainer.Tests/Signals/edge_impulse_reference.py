"""Makes the numbers of EdgeImpulseTests: Edge Impulse's MFE and MFCC blocks (version 4) in double precision, from their description.

    python3 edge_impulse_reference.py
"""
import numpy as np

POINTS = 256


def sound(count):
    """A rising tone with harmonics, in three syllables of different loudness, above noise of a linear congruential generator."""
    noise, state = [], 1
    for _ in range(count):
        state = (state * 1103515245 + 12345) % 2**31
        noise.append((state >> 16) % 41 - 20)
    i = np.arange(count)
    phase = 2 * np.pi * (0.012 * i + 0.04 * i * i / count)
    loud = np.array([9000, 300, 3000])[3 * i // count] * np.abs(np.sin(3 * np.pi * i / count))
    return np.rint(loud * (np.sin(phase) + 0.5 * np.sin(3 * phase) + 0.2 * np.sin(7 * phase)) + noise)


def power(x, rate, hop, wrap):
    before = np.concatenate([[x[-1] if wrap else x[0]], x[:-1]])
    y = x - 0.98 * before
    length, hop = int(np.ceil(rate * 0.02)), int(np.ceil(rate * hop))
    frames = 1 + (len(y) - length) // hop
    return np.array([np.abs(np.fft.rfft(y[f * hop:f * hop + length], POINTS)) ** 2 / POINTS for f in range(frames)])


def filters(rate, count):
    mel = np.linspace(0, 1127 * np.log(1 + rate / 2 / 700), count + 2)
    hertz = 700 * (np.exp(mel / 1127) - 1)
    hertz[-1] -= 0.001
    edges = np.floor((POINTS + 1) * hertz / rate).astype(int)
    bank = np.zeros((count, POINTS // 2 + 1))
    for b in range(count):
        left, top, right = edges[b:b + 3]
        for k in range(left, right + 1):
            if left < k < top:
                bank[b, k] = (k - left) / (top - left)
            elif top < k < right:
                bank[b, k] = (right - k) / (right - top)
        bank[b, top] = 1
    return bank


def mfe(x, rate, wrap=False):
    decibels = 10 * np.log10(np.maximum(power(x / 2**15, rate, 0.01, wrap) @ filters(rate, 40).T, 1e-30))
    return 256 * np.clip((decibels + 52) / 64, 0, 1)


def normalised(x, window):
    def centred(x):
        padded = np.pad(x, ((window // 2, window // 2), (0, 0)), 'symmetric')
        return np.array([padded[i:i + window] for i in range(len(x))])
    x = x - centred(x).mean(axis=1)
    return x / (centred(x).std(axis=1) + 1e-10)


def mfcc(x, rate, wrap=False):
    p = power(x, rate, 0.02, wrap)
    log = np.log(np.maximum(p @ filters(rate, 32).T, 1e-10))
    k, b = np.arange(13)[:, None], np.arange(32)
    rows = log @ (np.sqrt(2 / 32) * np.cos(np.pi * k * (b + 0.5) / 32)).T
    rows[:, 0] = np.log(p.sum(axis=1))
    return normalised(rows, 101)


def text(picture):
    return np.clip(np.rint(picture), 0, 255).astype(np.uint8).tobytes().hex()


if __name__ == '__main__':
    for rate, count in ((16000, 2400), (8000, 1200)):
        print(rate, 'MFE', text(mfe(sound(count), rate)))
        print(rate, 'MFCC', text(128 + 32 * mfcc(sound(count), rate)))
