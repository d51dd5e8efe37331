"""Exported weights back into a network that can learn on: see `network_from`.

The export folds each normalisation into the convolution before it. Here it is taken out again,
with mean and spread as on drawn crops, so the network reads the same and may be trained further.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import nn

from sole_reader.network import SoleNet, standardised


def network_from(path: Path, shards: Path, count: int = 1024) -> SoleNet:
    """Return the network exported to `path`; `count` crops of `shards` tell its activations.

    Raises
    ------
    ValueError
        If the file holds another network.
    """
    graph = onnx.load(str(path)).graph
    weights = {i.name: torch.from_numpy(numpy_helper.to_array(i).copy()) for i in graph.initializer}
    convolutions = [tuple(node.input[1:]) for node in graph.node if node.op_type == "Conv"]
    folded = [names for names in convolutions if "maps.weight" not in names]
    net = SoleNet()
    net.eval()
    blocks = _in_order(net)
    if len(blocks) != len(folded):
        raise ValueError(f"{path} holds another network.")
    plain = {name: weights[name] for name in net.state_dict() if name in weights}
    net.load_state_dict(plain, strict=False)
    with torch.no_grad():
        for block, (weight, bias) in zip(blocks, folded, strict=True):
            block.conv.weight.copy_(weights[weight])
            block.norm.weight.fill_(float(np.sqrt(1 + block.norm.eps)))
            block.norm.bias.copy_(weights[bias])
        means, variances = _activations(net, blocks, shards, count)
        for block, mean, variance in zip(blocks, means, variances, strict=True):
            block.norm.bias.add_(mean)
            block.norm.running_mean.copy_(mean)
            block.norm.running_var.copy_(variance)
            block.norm.weight.copy_((variance + block.norm.eps).sqrt())
    return net


def _in_order(net: SoleNet) -> list[nn.Module]:
    """Return the blocks in the order in which a crop passes through them."""
    order: list[nn.Module] = []
    hooks = [
        module.register_forward_hook(lambda module, _, __: order.append(module))
        for module in net.modules()
        if hasattr(module, "norm")
    ]
    with torch.no_grad():
        net(torch.zeros(1, 3, 96, 96))
    for hook in hooks:
        hook.remove()
    return order


def _activations(
    net: SoleNet, blocks: list[nn.Module], shards: Path, count: int
) -> tuple[list[torch.Tensor], list[torch.Tensor]]:
    """Return mean and variance of what each block's convolution gives."""
    taken: dict[nn.Module, list[torch.Tensor]] = {block: [] for block in blocks}

    def take(block: nn.Module, _: object, __: object, out: torch.Tensor) -> None:
        taken[block].append(torch.stack([out.mean(dim=(0, 2, 3)), (out**2).mean(dim=(0, 2, 3))]))

    hooks = [block.conv.register_forward_hook(partial(take, block)) for block in blocks]
    with np.load(min(shards.glob("*.npz"))) as data, torch.no_grad():
        crops = torch.from_numpy(data["x"][:count]).permute(0, 3, 1, 2)
        for part in crops.split(128):
            net(standardised(part))
    for hook in hooks:
        hook.remove()
    means, squares = zip(*(torch.stack(taken[block]).mean(dim=0) for block in blocks), strict=True)
    return list(means), [s - m**2 for m, s in zip(means, squares, strict=True)]
