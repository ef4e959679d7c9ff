"""Train a small network with PyTorch once, and write what it came to (docs/judge-a-script.md)."""

import argparse
import json

import h5py
import torch

parser = argparse.ArgumentParser()
parser.add_argument("--data")
parser.add_argument("--seed", type=int)
parser.add_argument("--optimizer", choices=["SGD", "Adam"])
parser.add_argument("--dropout", type=float)
parser.add_argument("--output")
given = parser.parse_args()

torch.manual_seed(given.seed)
with h5py.File(given.data) as file:  # (features, examples)
    X, y, X_test, y_test = (torch.tensor(file[name][...].T, dtype=torch.float32)
                            for name in ("train/X", "train/y", "test/X", "test/y"))  # fmt: skip

layers = [torch.nn.Linear(2, 32), torch.nn.ReLU(), torch.nn.Dropout(given.dropout), torch.nn.Linear(32, 1)]
model = torch.nn.Sequential(*layers)
optimizer = getattr(torch.optim, given.optimizer)(model.parameters(), lr=0.05)
loss, costs = torch.nn.BCEWithLogitsLoss(), []
for _ in range(300):
    optimizer.zero_grad()
    cost = loss(model(X), y)
    cost.backward()
    optimizer.step()
    costs.append(cost.item())

model.eval()
with torch.no_grad():
    right = [((model(points) > 0) == (labels > 0.5)).ravel() for points, labels in ((X, y), (X_test, y_test))]
metrics = {"train_accuracy": right[0].float().mean().item()}
with open(given.output, "w", encoding="utf-8") as file:
    json.dump({"metrics": metrics, "correct": right[1].int().tolist(), "costs": costs}, file)
