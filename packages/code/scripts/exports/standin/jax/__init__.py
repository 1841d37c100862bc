"""What an exported file needs of JAX, over NumPy: `custom_vjp`, `config.update`, `numpy`, `scipy.special`."""


class config:
    @staticmethod
    def update(name, value):
        assert name == "jax_enable_x64" and value is True


class custom_vjp:
    """A function with its own rule: `vjp(*args)` gives its value and the cotangents of all its arguments."""

    def __init__(self, function):
        self.function = function

    def __call__(self, *args):
        return self.function(*args)

    def defvjp(self, forward, backward):
        self.forward, self.backward = forward, backward

    def vjp(self, *args):
        value, saved = self.forward(*args)
        cotangents = self.backward(saved, 1.0)
        assert len(cotangents) == len(args)
        return value, cotangents
